import type { Command } from "commander";
import { UsageError } from "../../domain/errors/errors.ts";
import type { CliContext } from "../command/context.ts";
import { addExamples, type HelpRow } from "../help/help_sections.ts";
import { addIdentityOption } from "../command/identity_options.ts";
import { addLoginOptions } from "../command/login_options.ts";
import { afterDashes, readyIdentity } from "./auth_program.ts";

const EXAMPLES: readonly HelpRow[] = [
  ["atmos-ecr auth exec -- aws sts get-caller-identity", "a program as the default identity"],
  ["atmos-ecr auth exec -i dev-admin -- docker push 123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1", ""],
];

/** `atmos-ecr auth exec` */
export function addAuthExecCommand(
  group: Command,
  context: CliContext,
  setExitCode: (code: number) => void,
): void {
  const command = addExamples(group.command("exec"), EXAMPLES)
    .summary("run a program as an identity")
    .description(
      "Runs a program as an identity, and exits with its exit code. It gets the variables of `auth env`, and no other variable of AWS that " +
        "says who it is. Who is not logged in is asked to; then the integrations run that `auth login` runs.",
    )
    .argument("[command...]", "after --: the program and its arguments, which are left as they are");
  addLoginOptions(addIdentityOption(command))
    .action(async (words: string[], _options: unknown, command: Command) => {
      const [program, ...args] = afterDashes(words, command);
      if (program === undefined) {
        throw new UsageError("Cannot tell what to run: nothing follows --", {
          hint: "Write `atmos-ecr auth exec -- COMMAND ARGUMENTS`",
        });
      }
      const { env, writer } = await readyIdentity(command, context);
      setExitCode(await context.authSide(writer).programs.run({ program, args, env }));
    });
}
