import { posix, win32 } from "node:path";
import { EnvironmentError } from "../../domain/errors/errors.ts";
import type { Environment } from "../../ports/process.ts";

/**
 * The directory of Docker's configuration:
 *
 * 1. `DOCKER_CONFIG`, relative to the working directory;
 * 2. `.docker` in the home directory, which is `HOME`, or `USERPROFILE` on Windows.
 *
 * An empty variable counts as unset.
 *
 * Reference: `Dir`, https://github.com/docker/cli/blob/0bcec14a31e7/cli/config/config.go (`setConfigDir`)
 *
 * @throws {EnvironmentError} `HOME_NOT_FOUND`.
 */
export function dockerConfigDirectory(environment: Environment): string {
  const { resolve } = environment.os === "windows" ? win32 : posix;
  const configured = environment.get("DOCKER_CONFIG");
  if (configured) return resolve(environment.cwd, configured);
  const variable = environment.os === "windows" ? "USERPROFILE" : "HOME";
  const home = environment.get(variable);
  if (home) return resolve(environment.cwd, home, ".docker");
  throw new EnvironmentError(
    "HOME_NOT_FOUND",
    `Cannot find Docker's configuration: neither DOCKER_CONFIG nor ${variable} is set`,
    { hint: "Set DOCKER_CONFIG to the directory of Docker's config.json" },
  );
}
