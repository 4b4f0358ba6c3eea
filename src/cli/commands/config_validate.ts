import type { Command } from "commander";
import type { CliContext } from "../command/context.ts";
import { addExamples, type HelpRow } from "../help/help_sections.ts";
import { runValidation } from "./validation.ts";

const EXAMPLES: readonly HelpRow[] = [
  ["atmos-ecr config validate", "the configuration here"],
  ["atmos-ecr config validate --config atmos.yaml", "one file"],
];

/** `atmos-ecr config validate` */
export function addConfigValidateCommand(
  group: Command,
  context: CliContext,
  setExitCode: (code: number) => void,
): void {
  addExamples(group.command("validate"), EXAMPLES)
    .summary("check the auth section")
    .description(
      "Checks the whole auth section and reports everything that is wrong with it, by position, and where Atmos would make something " +
        "else of it. Of more than 200 problems the first are shown, errors before warnings. Exits with 2 when there is an error; " +
        "warnings alone do not count.",
    )
    .action(async (_options: unknown, command: Command) =>
      setExitCode(await runValidation(command, context))
    );
}
