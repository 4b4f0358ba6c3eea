import { listAuth } from "../../app/auth/list_auth.ts";
import { type EntryFilter, splitTags, withFoundations } from "../../domain/auth/model/filter_entries.ts";
import { yamlText } from "../../domain/config/yaml_text.ts";
import { dotDiagram, mermaidDiagram, treeDiagram } from "../../domain/diagram/diagrams.ts";
import type { CliContext } from "../command/context.ts";
import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { selectionPorts } from "../command/selection.ts";
import { AUTH_LIST_HEADINGS, authListJson, authListRows, markdownTable } from "../output/auth_lists.ts";

const DRAWINGS = {
  tree: treeDiagram,
  mermaid: mermaidDiagram,
  dot: dotDiagram,
  graphviz: dotDiagram,
} as const;

/** Options of `auth list`; `true` for a section without names. */
interface ListOptions {
  readonly format?: "table" | "json" | "yaml" | "markdown" | "md" | keyof typeof DRAWINGS;
  readonly providers?: string | true;
  readonly identities?: string | true;
  readonly integrations?: string | true;
  readonly tags?: string;
}

/** `atmos-ecr auth list` */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const options = io.options<ListOptions>();
  const { writer, output } = io;
  const format = options.format ?? (output === "text" ? "table" : output);
  const listed = await listAuth(filterOf(options), {
    ...selectionPorts(io, context),
    ...await context.authDependencies(writer),
  });
  writer.configuration(listed);
  const now = context.clock();
  if (format === "json") return writer.data(authListJson(listed, now));
  if (format === "yaml") return writer.text(yamlText(authListJson(listed, now)));
  if (format === "markdown" || format === "md") return writer.text(markdownTable(authListRows(listed, now)));
  if (format === "table") return writer.table(authListRows(listed, now), AUTH_LIST_HEADINGS);
  writer.text(DRAWINGS[format](withFoundations(listed.chosen, listed.auth)));
}

function filterOf({ providers, identities, integrations, tags }: ListOptions): EntryFilter {
  return {
    tags: tags === undefined ? undefined : splitTags(tags),
    providers: namesOf(providers),
    identities: namesOf(identities),
    integrations: namesOf(integrations),
  };
}

function namesOf(option: string | true | undefined): readonly string[] | "all" | undefined {
  if (option === undefined) return undefined;
  return option === true ? "all" : option.split(",").map((name) => name.trim()).filter((name) => name !== "");
}
