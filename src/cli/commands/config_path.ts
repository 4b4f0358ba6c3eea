import type { Command } from "commander";
import { escapeText } from "../../domain/text/escape.ts";
import type { CliContext } from "../context.ts";
import { addExamples, type HelpRow } from "../help/help_sections.ts";
import { configSelection, globalOptions } from "../global_options.ts";
import { Writer } from "../writer.ts";

const EXAMPLES: readonly HelpRow[] = [
  ["atmos-ecr config path", "the files that are read"],
  ["atmos-ecr config path -v", "why each was read, or was not"],
];

/** `atmos-ecr config path` */
export function addConfigPathCommand(group: Command, context: CliContext): void {
  addExamples(group.command("path"), EXAMPLES)
    .summary("print the files that are read")
    .description(
      "Prints the files that make up the configuration, one a line, the later over the earlier. With --verbose also why each was read, " +
        "or was not.",
    )
    .action(async (_options: unknown, command: Command) => {
      const writer = new Writer(context, command);
      const { files, problems } = await context.configurations().load(
        configSelection(globalOptions(command)),
      );
      writer.configuration(files, problems);
      if (writer.json) return writer.data({ files });
      const read = files.filter((file) => file.read);
      if (read.length === 0) return writer.words("No configuration file was found\n");
      writer.text(read.map(({ path }) => `${escapeText(path)}\n`).join(""));
    });
}
