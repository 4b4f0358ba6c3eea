import { dockerStatus, type StatusPorts } from "../../app/docker/docker_status.ts";
import { definedFields } from "../../domain/auth/decode/field_reader.ts";
import { isUsableState } from "../../domain/docker/registry_state.ts";
import { EXIT_CODES } from "../../domain/errors/error_codes.ts";
import { shellWord } from "../../domain/text/escape.ts";
import type { CliContext } from "../command/context.ts";
import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { statusJson, statusTable } from "../output/statuses.ts";

/** The ways to start without an atmos.yaml. */
const BEGINNINGS = "`atmos-ecr init`, `atmos-ecr login HOST` or `atmos-ecr login HOST --aws-profile NAME`";

/** `atmos-ecr status` and `atmos-ecr docker status`. */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const { operands: hosts, writer } = io;
  const { dockerConfig } = io.options<{ readonly dockerConfig?: string }>();
  const { registries: found, ...report } = await dockerStatus(
    hosts,
    await statusPorts(io, context, dockerConfig),
  );
  const registries = found.map(({ command, ...status }) => ({
    ...status,
    ...definedFields({ command: commandFor(command, dockerConfig) }),
  }));
  writer.configuration(report);
  if (writer.json) writer.data({ registries: registries.map(statusJson) });
  else if (registries.length > 0) writer.table(...statusTable(registries, context.clock()));
  else {
    writer.info(
      `No ECR registry is configured, pinned, or in Docker's configuration. Start with ${BEGINNINGS}\n`,
    );
  }
  const isFine = hosts.length === 0 || registries.every(({ state }) => isUsableState(state));
  return isFine ? EXIT_CODES.ok : EXIT_CODES.failure;
}

/** A command that works in the Docker directory of `--docker-config`, which only some commands have. */
function commandFor(command: string | undefined, dockerConfig: string | undefined): string | undefined {
  if (command === undefined || dockerConfig === undefined) return command;
  const directory = shellWord(dockerConfig);
  if (command.startsWith("atmos-ecr docker ")) return `${command} --docker-config ${directory}`;
  return command.startsWith("atmos-ecr login ") ? `DOCKER_CONFIG=${directory} ${command}` : command;
}

/** The dependencies of `status` and `explain`. */
export async function statusPorts(
  { configSelection, writer }: CommandIo,
  context: CliContext,
  dockerConfig?: string,
): Promise<StatusPorts> {
  const helper = await context.helperDependencies(dockerConfig);
  const { sessions, ssoSessions } = await context.authDependencies(writer);
  return {
    ...helper,
    docker: helper.docker(),
    authFiles: helper.machine.authFiles,
    environment: context.environment,
    clock: context.clock,
    configurations: context.configurations(),
    configSelection,
    sessions,
    ssoSessions,
  };
}
