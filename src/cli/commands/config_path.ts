import type { Command } from "commander";
import { escapeText } from "../../domain/text/escape.ts";
import type { ConfigFileReport } from "../../ports/config.ts";
import type { CliContext } from "../command/context.ts";
import { addExamples, type HelpRow } from "../help/help_sections.ts";
import { configSelection, globalOptions } from "../command/global_options.ts";
import { Writer } from "../output/writer.ts";
import { fileJson, withFiles } from "./config_failures.ts";

const EXAMPLES: readonly HelpRow[] = [
  ["atmos-ecr config path", "the files that are read"],
  ["atmos-ecr config path -v", "why each was read, or was not"],
];

/** `atmos-ecr config path` */
export function addConfigPathCommand(
  group: Command,
  context: CliContext,
  setExitCode: (code: number) => void,
): void {
  addExamples(group.command("path"), EXAMPLES)
    .summary("print the files that are read")
    .description(
      "Prints the files that make up the configuration, one a line, the later over the earlier. With --verbose also why each was read, " +
        "or was not. When one cannot be used, those up to there are printed, that one marked as broken.",
    )
    .action(async (_options: unknown, command: Command) => {
      const writer = new Writer(context, command);
      const show = (files: readonly ConfigFileReport[]): void => {
        writer.files(files.filter(({ read, broken }) => !read && broken !== true));
        writer.text(pathLines(files));
      };
      const loaded = await withFiles(
        (files) => context.configurations().load(configSelection(globalOptions(command)), files),
        { writer, setExitCode, show },
      );
      if (loaded === undefined) return;
      writer.configuration(loaded.files, loaded.problems, loaded.logsLevel?.value);
      if (writer.json) return writer.data({ files: loaded.files.map(fileJson) });
      const lines = pathLines(loaded.files);
      if (lines === "") return writer.words("No configuration file was found\n");
      writer.text(lines);
    });
}

/** The files that were read, and the one that could not be. */
function pathLines(files: readonly ConfigFileReport[]): string {
  const lines = files.filter(({ read, broken }) => read || broken === true)
    .map(({ path, broken }) => `${escapeText(path)}${broken === true ? " (broken)" : ""}\n`);
  // What several files include is there for each of them.
  return [...new Set(lines)].join("");
}
