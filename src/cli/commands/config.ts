import type { Command } from "commander";
import type { CliContext } from "../command/context.ts";
import { addExamples } from "../help/help_sections.ts";
import { addConfigExplainCommand } from "./config_explain.ts";
import { addConfigPathCommand } from "./config_path.ts";
import { addConfigShowCommand } from "./config_show.ts";
import { addConfigValidateCommand } from "./config_validate.ts";

/** `atmos-ecr config` with its commands. */
export function addConfigCommands(
  program: Command,
  context: CliContext,
  setExitCode: (code: number) => void,
): void {
  const group = addExamples(program.command("config"), [
    ["atmos-ecr config validate", "what is wrong"],
    ["atmos-ecr config explain auth.realm", "where a value comes from"],
  ])
    .usage("[options] COMMAND")
    .summary("look into the configuration")
    .description(
      "Shows which files make up the configuration, what it says, where that comes from, and what is wrong with it.",
    );
  addConfigPathCommand(group, context, setExitCode);
  addConfigShowCommand(group, context, setExitCode);
  addConfigExplainCommand(group, context, setExitCode);
  addConfigValidateCommand(group, context, setExitCode);
}
