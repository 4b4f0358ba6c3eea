import type { Command } from "commander";
import { AtmosEcrError } from "../../domain/errors/errors.ts";
import { type LoginShell, loginShells, nextShellLevel } from "../../domain/session/login_shell.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { Programs } from "../../ports/process.ts";
import type { CliContext } from "../command/context.ts";
import { addExamples, type HelpRow } from "../help/help_sections.ts";
import { addIdentityOption } from "../command/identity_options.ts";
import { addLoginOptions } from "../command/login_options.ts";
import { afterDashes, readyIdentity } from "./auth_program.ts";

const EXAMPLES: readonly HelpRow[] = [
  ["atmos-ecr auth shell -i dev-admin", "your shell"],
  ["atmos-ecr auth shell --shell sh -- -c 'aws s3 ls'", "another one, with arguments"],
];

/** `atmos-ecr auth shell` */
export function addAuthShellCommand(
  group: Command,
  context: CliContext,
  setExitCode: (code: number) => void,
): void {
  const command = addExamples(group.command("shell"), EXAMPLES)
    .summary("start a shell as an identity")
    .description(
      "Starts a shell as an identity, with the variables of `auth env` and ATMOS_IDENTITY, and exits with its exit code. Who is not logged " +
        "in is asked to, as in `auth exec`.",
    )
    .argument("[arguments...]", "after --: arguments of the shell; it is a login shell without any");
  addLoginOptions(addIdentityOption(command))
    .option("--shell <program>", "the shell; else that of ATMOS_SHELL, else that of SHELL")
    .action(async (words: string[], options: { readonly shell?: string }, command: Command) => {
      const args = afterDashes(words, command);
      const { environment } = context;
      const variable = (name: string): string | undefined => environment.get(name);
      const { identity, env, writer } = await readyIdentity(command, context);
      const shells = loginShells({ named: options.shell, args, variable, os: environment.os });
      const name = escapeText(identity.name);
      writer.words(`Working as ${writer.styles("name", name)}; leave with exit\n`);
      const code = await runFirst(shells, context.authSide(writer).programs, {
        ...env,
        ATMOS_IDENTITY: identity.name,
        ATMOS_SHLVL: nextShellLevel(variable),
      });
      writer.words(`No longer working as ${writer.styles("name", name)}\n`);
      setExitCode(code);
    });
}

/** Runs the first of some shells that there is. */
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
