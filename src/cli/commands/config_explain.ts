import type { Command } from "commander";
import { authSection } from "../../app/config/auth_section.ts";
import { explainKey } from "../../app/config/explain_key.ts";
import type { ExplainedValue, PlacedValue } from "../../domain/config/explain_config.ts";
import { formatOrigin, positionOf } from "../../domain/config/origin.ts";
import { yamlLine } from "../../domain/config/yaml_text.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { CliContext } from "../command/context.ts";
import { addExamples, type HelpRow } from "../help/help_sections.ts";
import { Writer } from "../output/writer.ts";
import { loadShown } from "./config_failures.ts";

const EXAMPLES: readonly HelpRow[] = [
  ["atmos-ecr config explain", "every value of the auth section"],
  ["atmos-ecr config explain identities.dev-admin", "the values of one identity"],
  ["atmos-ecr config explain 'integrations.\"dev.ecr\".via'", "a name with a dot, in quotes"],
];

/** `atmos-ecr config explain` */
export function addConfigExplainCommand(
  group: Command,
  context: CliContext,
  setExitCode: (code: number) => void,
): void {
  addExamples(group.command("explain"), EXAMPLES)
    .summary("print where values come from")
    .description(
      "Prints values of the auth section with the file and line, variable or default that each comes from, and below it what it " +
        "overrode, the nearest first. Secrets are shown as ***.",
    )
    .argument("[key]", "a dotted key, such as auth.identities.dev.kind; all of them when absent")
    .action(async (key: string | undefined, _options: unknown, command: Command) => {
      const writer = new Writer(context, command);
      const loaded = await loadShown(context, command, { writer, setExitCode });
      if (loaded === undefined) return;
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
    });
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
