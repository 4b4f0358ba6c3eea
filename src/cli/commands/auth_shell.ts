import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { AtmosEcrError } from "../../domain/errors/errors.ts";
import { type LoginShell, loginShells, nextShellLevel } from "../../domain/session/program_environment.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { Programs } from "../../ports/process.ts";
import type { CliContext } from "../command/context.ts";
import { afterDashes, readyIdentity } from "./auth_program.ts";

/** `atmos-ecr auth shell` */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const options = io.options<{ readonly shell?: string }>();
  const args = afterDashes(io);
  const { environment } = context;
  const variable = (name: string): string | undefined => environment.get(name);
  const { identity, env, writer } = await readyIdentity(io, context);
  const shells = loginShells({ named: options.shell, args, variable, os: environment.os });
  const name = escapeText(identity.name);
  writer.info(`Started a shell as ${writer.styles("name", name)}; type exit to leave it\n`);
  const code = await runFirst(shells, (await context.authDependencies(writer)).programs, {
    ...env,
    ATMOS_IDENTITY: identity.name,
    ATMOS_SHLVL: nextShellLevel(variable),
  });
  writer.info(`Exited the shell of ${writer.styles("name", name)}\n`);
  return code;
}

/** Runs the first shell that exists. */
async function runFirst(
  [shell, ...others]: readonly LoginShell[],
  programs: Programs,
  env: Readonly<Record<string, string>>,
): Promise<number> {
  if (shell === undefined) throw new RangeError("There is always a shell to try");
  try {
    return await programs.run({ ...shell, env });
  } catch (error) {
    const isMissing = error instanceof AtmosEcrError && error.code === "PROGRAM_NOT_FOUND";
    if (!isMissing || others.length === 0) throw error;
    return await runFirst(others, programs, env);
  }
}
