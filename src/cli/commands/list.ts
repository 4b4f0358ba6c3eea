import { type ListedIntegration, listIntegrations } from "../../app/targets/configured_targets.ts";
import { dotDiagram, mermaidDiagram } from "../../domain/diagram/diagrams.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { CliContext } from "../command/context.ts";
import type { CommandIo, ExitCode } from "../command/define_command.ts";

/** `atmos-ecr list` */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const { writer } = io;
  const { integrations, auth, files, problems } = await listIntegrations({
    configurations: context.configurations(),
    configSelection: io.configSelection,
  });
  writer.configuration({ files, problems });
  if (io.output === "mermaid") return writer.text(mermaidDiagram(auth));
  if (io.output === "dot") return writer.text(dotDiagram(auth));
  if (writer.json) return writer.data({ integrations: integrations.map(integrationJson) });
  if (integrations.length === 0) return writer.info("No integrations of kind aws/ecr or aws/ecr-public\n");
  writer.table(integrations.map(integrationRow), ["NAME", "REGISTRY", "IDENTITY", "KIND", "AUTO"]);
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
