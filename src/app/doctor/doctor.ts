import { type Check, failureCheck } from "../../domain/doctor/check.ts";
import { containerAuthCheck } from "../../domain/doctor/container_auth_check.ts";
import { privatePathCheck } from "../../domain/doctor/path_checks.ts";
import { tokenDirectory, trustPath } from "../../domain/files/app_directories.ts";
import type { AppContext } from "../../ports/context.ts";
import type { ConfigPorts } from "../config/load_auth.ts";
import type { LocatePorts } from "../credential/locate_credential.ts";
import { containerAuthFindings, type ContainerAuthPorts } from "../docker/container_auth.ts";
import { checkClock } from "./check_clock.ts";
import { checkConfiguration } from "./check_configuration.ts";
import { checkDocker, type DockerCheckPorts } from "./check_docker.ts";
import { checkLastFailures } from "./check_last_failures.ts";
import { checkPins } from "./check_pins.ts";
import { checkVariables } from "./check_variables.ts";

/** What is examined. */
export type DoctorPorts =
  & LocatePorts
  & ConfigPorts
  & ContainerAuthPorts
  & DockerCheckPorts
  & Pick<AppContext, "pins" | "pinned" | "tokens" | "variableNames" | "serverClock" | "clock" | "deadlines">;

/** Examines everything that a login depends on. Failures become checks: nothing is thrown. */
export async function examine(
  ports: DoctorPorts,
  { offline }: { readonly offline: boolean },
): Promise<Check[]> {
  const pins = await ports.pins.all().catch(() => undefined);
  return [
    ...await checkDocker(pins, ports),
    containerAuthCheck(await containerAuthFindings(ports)),
    await checkPins(ports).catch((error) => failureCheck("pins", error)),
    await checkLastFailures(ports).catch((error) => failureCheck("last-failure", error)),
    ...await checkDirectories(ports),
    await checkConfiguration(pins, ports).catch((error) => failureCheck("configuration", error)),
    ...await checkVariables(ports).catch((error) => [failureCheck("atmos-variables", error)]),
    ...(offline ? [] : [await checkClock(ports)]),
  ];
}

async function checkDirectories({ environment, paths }: DoctorPorts): Promise<Check[]> {
  const directories = [
    {
      id: "state-directory",
      name: "The trust directory",
      path: trustPath(environment)?.replace(/[/\\][^/\\]*$/, ""),
    },
    { id: "cache-directory", name: "The token cache", path: tokenDirectory(environment) },
  ] as const;
  return await Promise.all(directories.map(async (directory) => {
    const facts = directory.path === undefined ? undefined : await paths(directory.path);
    return privatePathCheck({ ...directory, kind: "directory" }, facts);
  }));
}
