import { HttpServerClock } from "../adapters/aws/calls/http_server_clock.ts";
import { TokenFileReader } from "../adapters/cache/cache_readers.ts";
import { LoginClocksFile } from "../adapters/cache/login_clocks_file.ts";
import { TokenFileCache } from "../adapters/cache/token_file_cache.ts";
import { CredentialStorePrograms } from "../adapters/docker/credential_store_program.ts";
import { dockerConfigDirectory, DockerConfigFile } from "../adapters/docker/docker_config_file.ts";
import { HelperLinkFiles } from "../adapters/docker/helper_link_files.ts";
import { HelperProgramsOnPath } from "../adapters/docker/helper_programs_on_path.ts";
import { ownProgram } from "../adapters/docker/own_program.ts";
import { authTextFiles, startedHelpers, systemPath } from "../adapters/system/machine_checks.ts";
import { variables } from "../adapters/system/variables.ts";
import type { FillPorts } from "../app/credential/fill_cache.ts";
import { DockerLogins } from "../app/login/docker_logins.ts";
import type { HelperDependencies } from "../cli/command/dependencies.ts";
import { loginClocksPath, tokenDirectory } from "../domain/files/app_directories.ts";
import type { Environment } from "../ports/process.ts";
import type { Clock } from "../ports/time.ts";
import { openPin } from "./pin_resolver.ts";
import { pinSide } from "./pins.ts";

/** The cache that a login fills for the helper, and a logout clears. @param signal Aborts waiting for locks. */
export function processHelperCache(environment: Environment, clock: Clock, signal: AbortSignal): FillPorts {
  const cache = new TokenFileCache(tokenDirectory(environment), clock);
  return { ...pinSide(environment, signal), clock, cache };
}

/** Creates the store of Docker's logins on first use, since it throws EnvironmentError `HOME_NOT_FOUND`. */
export function processDocker(
  environment: Environment,
  clock: Clock,
  signal: AbortSignal,
): () => DockerLogins {
  return () =>
    new DockerLogins(
      new DockerConfigFile(dockerConfigDirectory(environment), { signal }),
      new CredentialStorePrograms({ signal }),
      new LoginClocksFile(loginClocksPath(environment), clock),
    );
}

/** @param signal Aborts waiting for locks. */
export function processHelperSide(environment: Environment, signal: AbortSignal): HelperDependencies {
  const own = ownProgram();
  const clock = (): Date => new Date();
  return {
    ...pinSide(environment, signal),
    tokens: new TokenFileReader(tokenDirectory(environment)),
    loginClocks: new LoginClocksFile(loginClocksPath(environment), clock),
    programs: new HelperProgramsOnPath(environment, own),
    links: new HelperLinkFiles(own, environment),
    machine: {
      paths: systemPath,
      authFiles: authTextFiles,
      trials: startedHelpers,
      variableNames: () => Object.keys(variables()),
      serverClock: new HttpServerClock({ environment, clock }),
    },
    // As in the helper: what it must not run must not run here either.
    pinned: (pin) => openPin(pin, environment).configurations,
  };
}
