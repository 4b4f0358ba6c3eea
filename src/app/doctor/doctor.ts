import type { Check } from "../../domain/doctor/check.ts";
import { containerAuthCheck } from "../../domain/doctor/container_auth_check.ts";
import { privatePathCheck } from "../../domain/doctor/path_checks.ts";
import { tokenDirectory, trustPath } from "../../domain/files/app_directories.ts";
import type { AppContext } from "../../ports/context.ts";
import type { PathFacts } from "../../ports/process.ts";
import { containerAuthFindings, type ContainerAuthPorts } from "../docker/container_auth.ts";
import { checkClock } from "./check_clock.ts";
import { checkConfiguration } from "./check_configuration.ts";
import { checkDocker } from "./check_docker.ts";
import { checkLastFailures, type LastFailurePorts } from "./check_last_failures.ts";
import { checkPins } from "./check_pins.ts";
import { checkVariables } from "./check_variables.ts";

/** What is examined. */
export type DoctorPorts =
  & LastFailurePorts
  & Pick<
    AppContext,
    | "configurations"
    | "configSelection"
    | "pinned"
    | "docker"
    | "pins"
    | "programs"
    | "trials"
    | "authFiles"
    | "environment"
    | "variableNames"
    | "paths"
    | "serverClock"
    | "clock"
    | "deadlines"
  >;

/**
 * Examines everything that a login depends on. Failures become checks: nothing is thrown.
 *
 * @param options `offline` omits network calls.
 */
export async function examine(
  ports: DoctorPorts,
  { offline }: { readonly offline: boolean },
): Promise<Check[]> {
  const pins = await ports.pins.all().catch(() => undefined);
  return [
    ...await checkDocker(pins, ports),
    await checkContainerAuth(ports),
    await checkPins(ports),
    await checkLastFailures(ports),
    ...await checkDirectories(ports),
    await checkConfiguration(pins, ports),
    ...await checkVariables(ports),
    ...(offline ? [] : [await checkClock(ports)]),
  ];
}

async function checkDirectories({ environment, paths }: DoctorPorts): Promise<Check[]> {
  const state = trustPath(environment)?.replace(/[/\\][^/\\]*$/, "");
  const cache = tokenDirectory(environment);
  const look = (path: string | undefined): ReturnType<PathFacts> =>
    path === undefined ? Promise.resolve(undefined) : paths(path);
  return [
    privatePathCheck(
      { id: "state-directory", name: "The trust directory", path: state, kind: "directory" },
      await look(state),
    ),
    privatePathCheck(
      { id: "cache-directory", name: "The token cache", path: cache, kind: "directory" },
      await look(cache),
    ),
  ];
}

/** Whether podman, skopeo and buildah have their own logins. */
export async function checkContainerAuth(ports: ContainerAuthPorts): Promise<Check> {
  return containerAuthCheck(await containerAuthFindings(ports));
}
