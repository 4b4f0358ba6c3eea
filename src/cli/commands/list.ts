import type { Command } from "commander";
import { type ListedIntegration, listIntegrations } from "../../app/targets/list_integrations.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { CliContext } from "../command/context.ts";
import { addExamples, type HelpRow } from "../help/help_sections.ts";
import { configSelection, globalOptions } from "../command/global_options.ts";
import { allowDiagrams, diagramOf } from "../output/diagrams.ts";
import { Writer } from "../output/writer.ts";

const EXAMPLES: readonly HelpRow[] = [
  ["atmos-ecr list", "as a table"],
  ["atmos-ecr list -o json", "for scripts"],
  ["atmos-ecr list -o dot | dot -Tsvg >auth.svg", "as a picture, by Graphviz"],
];

/** `atmos-ecr list` */
export function addListCommand(program: Command, context: CliContext): void {
  addExamples(allowDiagrams(program.command("list")), EXAMPLES)
    .summary("show the integrations")
    .description(
      "Shows the integrations for ECR with their registry, identity and kind. As mermaid or dot it draws them with the identities and " +
        "providers that they build upon.",
    )
    .action(async (_options: unknown, command: Command) => {
      const writer = new Writer(context, command);
      const { integrations, auth, files, problems } = await listIntegrations(
        context.configurations(),
        configSelection(globalOptions(command)),
      );
      writer.configuration(files, problems);
      const diagram = diagramOf(command, auth);
      if (diagram !== undefined) return writer.text(diagram);
      if (writer.json) return writer.data({ integrations: integrations.map(integrationJson) });
      if (integrations.length === 0) {
        return writer.words("There is no integration of kind aws/ecr or aws/ecr-public\n");
      }
      writer.table(integrations.map(integrationRow), ["NAME", "REGISTRY", "IDENTITY", "KIND", "AUTO"]);
    });
}

function integrationJson({ integration, host }: ListedIntegration): unknown {
  const { name, kind, via, autoProvision } = integration;
  return {
    name,
    kind,
    registry: host,
    identity: via?.kind === "identity" ? via.name : null,
    ...(via?.kind === "provider" ? { provider: via.name } : {}),
    auto_provision: autoProvision,
  };
}

function integrationRow({ integration, host }: ListedIntegration): string[] {
  const { name, kind, via, autoProvision } = integration;
  const identity = via === undefined ? "-" : via.kind === "identity" ? via.name : `any of ${via.name}`;
  return [name, host, identity, kind, autoProvision ? "yes" : "no"].map(escapeText);
}
