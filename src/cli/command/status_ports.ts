import type { StatusPorts } from "../../app/docker/docker_status.ts";
import type { ConfigSelection } from "../../ports/config.ts";
import type { Notes } from "../../ports/terminal.ts";
import type { CliContext } from "./context.ts";

/** The dependencies of `status` and `explain`. */
export async function statusPorts(
  context: CliContext,
  configSelection: ConfigSelection,
  notes: Notes,
  dockerConfig?: string,
): Promise<StatusPorts> {
  const helper = await context.helperDependencies(dockerConfig);
  const { sessions, ssoSessions } = await context.authDependencies(notes);
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
