import { prepareProgram, type ProgramPorts } from "../../app/auth/prepare_program.ts";
import type { Identity } from "../../domain/auth/model/auth_config.ts";
import { AtmosEcrError, UsageError } from "../../domain/errors/errors.ts";
import { type LoginShell, loginShells, nextShellLevel } from "../../domain/session/program_environment.ts";
import { escapeText, shellWord } from "../../domain/text/escape.ts";
import type { Programs } from "../../ports/process.ts";
import type { CliContext } from "../command/context.ts";
import { type CommandIo, commandPath, type ExitCode } from "../command/define_command.ts";
import { provisionPorts } from "../command/login_options.ts";
import { selectedIdentity } from "../command/selection.ts";
import { showProvisions } from "../output/outcomes.ts";

/** `atmos-ecr auth exec` */
export async function execute(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const [program, ...args] = afterDashes(io);
  if (program === undefined) throw new TypeError("the parser requires a command");
  const { env } = await readyIdentity(io, context);
  return await (await context.authDependencies(io.writer)).programs.run({ program, args, env });
}

/** `atmos-ecr auth shell` */
export async function shell(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const { writer } = io;
  const { shell: named } = io.options<{ readonly shell?: string }>();
  const args = afterDashes(io);
  const { environment } = context;
  const variable = (name: string): string | undefined => environment.get(name);
  const { identity, env } = await readyIdentity(io, context);
  const shells = loginShells({ named, args, variable, os: environment.os });
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

/** Logs in to the selected identity, for a program to run as it. @returns The whole environment of the program. */
async function readyIdentity(
  io: CommandIo,
  context: CliContext,
): Promise<{ readonly identity: Identity; readonly env: Record<string, string> }> {
  const selected = await selectedIdentity(io, context);
  const { env, results } = await prepareProgram(selected, await programPorts(io, context));
  showProvisions(results, context.clock(), io.writer);
  return { identity: selected.identity, env };
}

/** The dependencies of a login for programs, including Docker's. */
export async function programPorts(io: CommandIo, context: CliContext): Promise<ProgramPorts> {
  const { sessions, variables } = await context.authDependencies(io.writer);
  return { ...await provisionPorts(io, context), sessions, variables };
}

/** The arguments after `--`, as typed. @throws {UsageError} `USAGE` if there are positional arguments before it. */
function afterDashes({ operands, typed, trail }: CommandIo): readonly string[] {
  const dashes = typed.indexOf("--");
  const after = dashes < 0 ? [] : typed.slice(dashes + 1);
  if (after.length === operands.length) return operands;
  const [word = ""] = operands;
  throw new UsageError(`Cannot distinguish options from arguments: "${word}" comes before --`, {
    hint: `To specify an identity, use -i ${shellWord(word)}; otherwise put -- before it: \`${
      commandPath(trail)
    } -- ${operands.slice(0, 3).map(shellWord).join(" ")}\``,
  });
}
