import type { IdentityPin } from "../../domain/helper/registry_pin.ts";
import type { Check } from "../../domain/doctor/check.ts";
import { privatePathCheck } from "../../domain/doctor/path_checks.ts";
import { tokenDirectory, trustPath } from "../../domain/files/app_directories.ts";
import type { AuthFiles, DockerConfigStore, HelperPrograms, HelperTrials } from "../../ports/docker.ts";
import type { Clock, Deadlines, ServerClock } from "../../ports/time.ts";
import type { ConfigSelection, Configurations } from "../../ports/config.ts";
import type { Environment, PathFacts } from "../../ports/process.ts";
import type { RegistryPins } from "../../ports/state.ts";
import { checkClock } from "./check_clock.ts";
import { checkConfiguration } from "./check_configuration.ts";
import { checkContainerAuth } from "./check_container_auth.ts";
import { checkVariables } from "./check_variables.ts";
import { checkDocker } from "./check_docker.ts";
import { checkLastFailures, type LastFailurePorts } from "./check_last_failures.ts";
import { checkPins } from "./check_pins.ts";

/** What is examined. */
export interface DoctorPorts extends LastFailurePorts {
  readonly configurations: Configurations;
  readonly configSelection: ConfigSelection;
  /** The configuration of a pin, read as the helper reads it. */
  pinned(pin: IdentityPin): Configurations;
  /** @throws {EnvironmentError} `HOME_NOT_FOUND`. */
  docker(): DockerConfigStore;
  readonly pins: RegistryPins;
  readonly programs: HelperPrograms;
  readonly trials: HelperTrials;
  readonly authFiles: AuthFiles;
  readonly environment: Environment;
  variableNames(): readonly string[];
  readonly paths: PathFacts;
  readonly serverClock: ServerClock;
  readonly clock: Clock;
  readonly deadlines: Deadlines;
}

/**
 * Examines everything that a login depends on. Whatever is broken becomes a check that says so: nothing is thrown.
 *
 * @param options `offline` leaves out what asks the network.
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
      { id: "state-directory", name: "The directory of trusted files", path: state, kind: "directory" },
      await look(state),
    ),
    privatePathCheck(
      { id: "cache-directory", name: "The token cache", path: cache, kind: "directory" },
      await look(cache),
    ),
  ];
}
