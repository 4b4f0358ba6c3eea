import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { ConfigFileReport } from "../../ports/config.ts";
import type { CliContext } from "../command/context.ts";
import { configSelection } from "../command/global_options.ts";
import { fileJson, withFiles } from "./config_failures.ts";

/** `atmos-ecr config path` */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const { writer } = io;
  const show = (files: readonly ConfigFileReport[]): void => {
    writer.files(files.filter(({ read, broken }) => !read && broken !== true));
    writer.text(pathLines(files));
  };
  const loaded = await withFiles(
    (files) => context.configurations().load(configSelection(io.global), files),
    { writer, show },
  );
  if (typeof loaded === "number") return loaded;
  writer.configuration(loaded.files, loaded.problems, loaded.logsLevel?.value);
  if (writer.json) return writer.data({ files: loaded.files.map(fileJson) });
  const lines = pathLines(loaded.files);
  if (lines === "") return writer.info("No configuration file was found\n");
  writer.text(lines);
}

/** The files that were read, and the one that could not be. */
function pathLines(files: readonly ConfigFileReport[]): string {
  const lines = files.filter(({ read, broken }) => read || broken === true)
    .map(({ path, broken }) => `${escapeText(path)}${broken === true ? " (broken)" : ""}\n`);
  // A file included by several files is listed for each of them.
  return [...new Set(lines)].join("");
}
