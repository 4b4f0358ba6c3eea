import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { explainRegistry } from "../../app/docker/explain_registry.ts";
import { parseRegistry } from "../../domain/registry/parse_registry.ts";
import type { CliContext } from "../command/context.ts";
import { configSelection } from "../command/global_options.ts";
import { explanationJson, explanationRows, pinWarning } from "../output/explanations.ts";
import { statusPorts } from "../command/status_ports.ts";

/** `atmos-ecr explain` */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const [host = ""] = io.operands;
  const { writer } = io;
  const selection = configSelection(io.global);
  const explanation = await explainRegistry(
    parseRegistry(host),
    await statusPorts(context, selection, writer),
  );
  writer.configuration(explanation.files, explanation.problems);
  const warning = pinWarning(explanation);
  for (const note of [...explanation.notes, ...(warning === undefined ? [] : [warning])]) {
    writer.warning(note);
  }
  if (writer.json) writer.data(explanationJson(explanation));
  else writer.table(explanationRows(explanation, context.clock()));
}
