import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { authSection, explainKey } from "../../app/config/auth_section.ts";
import type { ExplainedValue, PlacedValue } from "../../domain/config/plain_config.ts";
import { formatOrigin, positionOf } from "../../domain/config/origin.ts";
import { yamlLine } from "../../domain/config/yaml_text.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { CliContext } from "../command/context.ts";
import { loadShown } from "./config_failures.ts";

/** `atmos-ecr config explain` */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
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
  return [
    rowOf(value.name, value),
    ...value.overrides.map((old) => rowOf("  overrides", old)),
  ];
}

function rowOf(name: string, { value, origin }: PlacedValue): string[] {
  const location = origin.kind === "default" ? "-" : formatOrigin(origin);
  return [name, typeof value === "string" ? value : yamlLine(value), origin.kind, location].map(escapeText);
}

function placeJson({ value, origin }: PlacedValue): Record<string, unknown> {
  const position = positionOf(origin);
  return {
    value,
    source: origin.kind,
    location: origin.kind === "default" ? null : formatOrigin(origin),
    ...(position === undefined ? {} : { position }),
  };
}
