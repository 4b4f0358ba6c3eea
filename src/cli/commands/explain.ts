import { explainRegistry } from "../../app/docker/explain_registry.ts";
import { parseRegistry } from "../../domain/registry/parse_registry.ts";
import type { CliContext } from "../command/context.ts";
import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { explanationFacts, explanationJson, pinWarning } from "../output/explanations.ts";
import { statusPorts } from "./status.ts";

/** `atmos-ecr explain` */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const [host = ""] = io.operands;
  const { writer } = io;
  const explanation = await explainRegistry(parseRegistry(host), await statusPorts(io, context));
  writer.configuration(explanation);
  const warning = pinWarning(explanation, io.configSelection);
  if (warning !== undefined) writer.warning(warning);
  if (writer.json) writer.data(explanationJson(explanation));
  else writer.facts(explanationFacts(explanation, context.clock()));
}
