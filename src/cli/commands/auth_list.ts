import { type Command, Option } from "commander";
import { listAuth } from "../../app/auth/list_auth.ts";
import { type EntryFilter, withFoundations } from "../../domain/auth/model/filter_entries.ts";
import { dotDiagram } from "../../domain/diagram/dot_diagram.ts";
import { mermaidDiagram } from "../../domain/diagram/mermaid_diagram.ts";
import { treeDiagram } from "../../domain/diagram/tree_diagram.ts";
import { splitTags } from "../../domain/auth/model/tags.ts";
import { yamlText } from "../../domain/config/yaml_text.ts";
import { markdownTable } from "../output/markdown_table.ts";
import type { CliContext } from "../command/context.ts";
import { addExamples, type HelpRow } from "../help/help_sections.ts";
import { globalOptions } from "../command/global_options.ts";
import { selectionPorts } from "../command/selection_options.ts";
import { AUTH_LIST_HEADINGS, authListJson, authListRows } from "../output/auth_lists.ts";
import { allowDiagrams } from "../output/diagrams.ts";
import { Writer } from "../output/writer.ts";

const EXAMPLES: readonly HelpRow[] = [
  ["atmos-ecr auth list", "as a table"],
  ["atmos-ecr auth list -f tree", "what builds upon what"],
  ["atmos-ecr auth list --identities dev-admin", "these identities"],
  ["atmos-ecr auth list --tags prod -f yaml", "those with a tag"],
  ["atmos-ecr auth list -o dot", "as a picture, by Graphviz"],
];

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
export function addAuthListCommand(group: Command, context: CliContext): void {
  allowDiagrams(addExamples(group.command("list"), EXAMPLES))
    .summary("show providers, identities and integrations")
    .description(
      "Shows the providers, identities and integrations of atmos.yaml, what they build upon, and how long the sessions last. AWS is not " +
        "asked.",
    )
    .addOption(
      new Option("-f, --format <format>", "how to show them; table unless `-o` says otherwise").choices(
        FORMATS,
      ),
    )
    .option("--providers [names]", "providers; only these of a comma list")
    .option("--identities [names]", "identities; only these of a comma list")
    .option("--integrations [names]", "integrations; only these of a comma list")
    .option("--tags <tags>", "identities and providers with one of these tags, a comma list")
    .action(async (options: ListOptions, command: Command) => {
      const writer = new Writer(context, command);
      const { output } = globalOptions(command);
      const format = options.format ?? (output === "text" ? "table" : output);
      const listed = await listAuth(filterOf(options), {
        ...selectionPorts(command, context),
        ...context.authSide(writer),
      });
      writer.configuration(listed.files, listed.problems);
      if (format === "json") return writer.data(authListJson(listed, context.clock()));
      if (format === "yaml") return writer.text(yamlText(authListJson(listed, context.clock())));
      if (format === "markdown" || format === "md") {
        return writer.text(markdownTable(AUTH_LIST_HEADINGS, authListRows(listed, context.clock())));
      }
      if (format === "table") return writer.table(authListRows(listed, context.clock()), AUTH_LIST_HEADINGS);
      writer.text(DRAWINGS[format](withFoundations(listed.chosen, listed.auth)));
    });
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
