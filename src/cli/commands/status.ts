import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { dockerStatus } from "../../app/docker/docker_status.ts";
import { isUsableState } from "../../domain/docker/docker_answer.ts";
import { EXIT_CODES } from "../../domain/errors/error_codes.ts";
import type { CliContext } from "../command/context.ts";
import type { DockerConfigOption } from "../command/docker_config_option.ts";
import { configSelection } from "../command/global_options.ts";
import { statusesJson, statusTable } from "../output/statuses.ts";
import { statusPorts } from "../command/status_ports.ts";

/** The ways to start without an atmos.yaml. */
const BEGINNINGS = "`atmos-ecr init`, `atmos-ecr login HOST` or `atmos-ecr login HOST --aws-profile NAME`";

/** `atmos-ecr status` and `atmos-ecr docker status`. */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const { operands: hosts } = io;
  const { writer } = io;
  const selection = configSelection(io.global);
  const { registries, files, problems, notes } = await dockerStatus(
    hosts,
    await statusPorts(context, selection, writer, io.options<DockerConfigOption>().dockerConfig),
  );
  writer.configuration(files, problems);
  for (const note of notes) writer.warning(note);
  const isFine = hosts.length === 0 || registries.every(({ state }) => isUsableState(state));
  const exitCode = isFine ? EXIT_CODES.ok : EXIT_CODES.failure;
  if (writer.json) {
    writer.data(statusesJson(registries));
    return exitCode;
  }
  if (registries.length === 0) {
    writer.info(
      `No ECR registry is configured, pinned, or in Docker's configuration. Start with ${BEGINNINGS}\n`,
    );
    return exitCode;
  }
  const { rows, headings } = statusTable(registries, context.clock());
  writer.table(rows, headings);
  return exitCode;
}
