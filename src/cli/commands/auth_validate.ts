import type { Command } from "commander";
import type { CliContext } from "../command/context.ts";
import { addExamples, type HelpRow } from "../help/help_sections.ts";
import { runValidation } from "./validation.ts";

const EXAMPLES: readonly HelpRow[] = [
  ["atmos-ecr auth validate", "the configuration here"],
];

/** `atmos-ecr auth validate` */
export function addAuthValidateCommand(
  group: Command,
  context: CliContext,
  setExitCode: (code: number) => void,
): void {
  addExamples(group.command("validate"), EXAMPLES)
    .summary("check the auth section")
    .description(
      "Checks providers, identities, their chains and the integrations, and reports everything that is wrong with them, by position: the " +
        "same as `config validate`. Exits with 2 when there is an error; warnings alone do not count.",
    )
    .action(async (_options: unknown, command: Command) =>
      setExitCode(await runValidation(command, context))
    );
}
