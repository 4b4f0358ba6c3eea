import { authSection } from "../../app/config/auth_section.ts";
import { explainKey } from "../../app/config/explain_key.ts";
import { formatOrigin, positionOf } from "../../domain/config/origin.ts";
import { plainConfig } from "../../domain/config/plain_config.ts";
import type { ExplainedValue, PlacedValue } from "../../domain/config/explain_config.ts";
import { yamlLine, yamlText } from "../../domain/config/yaml_text.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { ConfigFileReport } from "../../ports/config.ts";
import type { CliContext } from "../command/context.ts";
import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { fileJson, loadShown, withFiles } from "./config_files.ts";

/** `atmos-ecr config path` */
export async function path(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const { writer, configSelection } = io;
  const show = (files: readonly ConfigFileReport[]): void => {
    writer.files(files.filter(({ read, broken }) => !read && broken !== true));
    writer.text(pathLines(files));
  };
  const loaded = await withFiles(
    (files) => context.configurations().load(configSelection, files),
    writer,
    show,
  );
  if (typeof loaded === "number") return loaded;
  writer.configuration({ files: loaded.files, problems: loaded.problems, config: loaded });
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

/** `atmos-ecr config show` */
export async function show(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const { writer } = io;
  const loaded = await loadShown(io, context);
  if (typeof loaded === "number") return loaded;
  const shown = { auth: plainConfig(await authSection(loaded), ["auth"]) };
  if (writer.json) return writer.data(shown);
  writer.text(yamlText(shown));
}

/** `atmos-ecr config explain` */
export async function explain(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const [key] = io.operands;
  const { writer } = io;
  const loaded = await loadShown(io, context);
  if (typeof loaded === "number") return loaded;
  const values = explainKey(await authSection(loaded), key);
  if (writer.json) {
    return writer.data({
      values: values.map((value) => ({
        name: value.name,
        ...placeJson(value),
        overrides: value.overrides.map(placeJson),
      })),
    });
  }
  writer.table(values.flatMap(rowsOf), ["NAME", "VALUE", "SOURCE", "LOCATION"]);
}

function rowsOf(value: ExplainedValue): string[][] {
  return [rowOf(value.name, value), ...value.overrides.map((old) => rowOf("  overrides", old))];
}

function rowOf(name: string, { value, origin }: PlacedValue): string[] {
  const location = origin.kind === "default" ? "-" : formatOrigin(origin);
  return [name, typeof value === "string" ? value : yamlLine(value), origin.kind, location].map(escapeText);
}

function placeJson({ value, origin }: PlacedValue): object {
  const position = positionOf(origin);
  return {
    value,
    source: origin.kind,
    location: origin.kind === "default" ? null : formatOrigin(origin),
    ...(position === undefined ? {} : { position }),
  };
}
