import type { Command } from "commander";
import { explainRegistry } from "../../app/docker/explain_registry.ts";
import { parseRegistry } from "../../domain/registry/parse_registry.ts";
import type { CliContext } from "../command/context.ts";
import { addExamples, type HelpRow } from "../help/help_sections.ts";
import { configSelection, globalOptions } from "../command/global_options.ts";
import { explanationJson, explanationRows, pinWarning } from "../output/explanations.ts";
import { statusPorts } from "../command/status_ports.ts";
import { Writer } from "../output/writer.ts";

const EXAMPLES: readonly HelpRow[] = [
  ["atmos-ecr explain 123456789012.dkr.ecr.eu-west-1.amazonaws.com", "who would answer, and why"],
  ["atmos-ecr explain 123456789012.dkr.ecr.eu-west-1.amazonaws.com -o json", "for scripts"],
];

/** `atmos-ecr explain` */
export function addExplainCommand(program: Command, context: CliContext): void {
  addExamples(program.command("explain"), EXAMPLES)
    .summary("show how a registry is resolved")
    .description(
      "Shows how the login of a registry comes about: what its host says, which integration and identity the configuration links to " +
        "it and where, who answers Docker, what the credential helper goes by, and what it has cached. AWS is not asked.",
    )
    .argument("<host>", "the host of the registry")
    .action(async (host: string, _options: unknown, command: Command) => {
      const writer = new Writer(context, command);
      const selection = configSelection(globalOptions(command));
      const explanation = await explainRegistry(
        parseRegistry(host),
        statusPorts(context, selection, writer),
      );
      writer.configuration(explanation.files, explanation.problems);
      const warning = pinWarning(explanation);
      for (const note of [...explanation.notes, ...(warning === undefined ? [] : [warning])]) {
        writer.warning(note);
      }
      if (writer.json) writer.data(explanationJson(explanation));
      else writer.table(explanationRows(explanation, context.clock()));
    });
}
