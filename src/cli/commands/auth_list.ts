import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { listAuth } from "../../app/auth/list_auth.ts";
import { type EntryFilter, splitTags, withFoundations } from "../../domain/auth/model/filter_entries.ts";
import { dotDiagram, mermaidDiagram, treeDiagram } from "../../domain/diagram/diagrams.ts";
import { yamlText } from "../../domain/config/yaml_text.ts";
import { markdownTable } from "../output/markdown_table.ts";
import type { CliContext } from "../command/context.ts";
import { selectionPorts } from "../command/selection_options.ts";
import { AUTH_LIST_HEADINGS, authListJson, authListRows } from "../output/auth_lists.ts";

const FORMATS = ["table", "tree", "json", "yaml", "markdown", "md", "mermaid", "dot", "graphviz"] as const;

const DRAWINGS = {
  tree: treeDiagram,
  mermaid: mermaidDiagram,
  dot: dotDiagram,
  graphviz: dotDiagram,
} as const;

/** Options of `auth list`; `true` for a section without names. */
interface ListOptions {
  readonly format?: typeof FORMATS[number];
  readonly providers?: string | true;
  readonly identities?: string | true;
  readonly integrations?: string | true;
  readonly tags?: string;
}

/** `atmos-ecr auth list` */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const options = io.options<ListOptions>();
  const { writer } = io;
  const { output } = io.global;
  const format = options.format ?? (output === "text" ? "table" : output);
  const listed = await listAuth(filterOf(options), {
    ...selectionPorts(io, context),
    ...await context.authDependencies(writer),
  });
  writer.configuration(listed.files, listed.problems);
  if (format === "json") return writer.data(authListJson(listed, context.clock()));
  if (format === "yaml") return writer.text(yamlText(authListJson(listed, context.clock())));
  if (format === "markdown" || format === "md") {
    return writer.text(markdownTable(AUTH_LIST_HEADINGS, authListRows(listed, context.clock())));
  }
  if (format === "table") return writer.table(authListRows(listed, context.clock()), AUTH_LIST_HEADINGS);
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
