/**
 * What the commands about the credential helper work with, with its adapters. For `cli_context.ts`.
 *
 * @module
 */
import { HttpServerClock } from "../adapters/aws/calls/http_server_clock.ts";
import { TokenFileCache } from "../adapters/cache/token_file_cache.ts";
import { TokenFileReader } from "../adapters/cache/token_file_reader.ts";
import { CredentialStorePrograms } from "../adapters/docker/credential_store_program.ts";
import { dockerConfigDirectory } from "../adapters/docker/docker_config_directory.ts";
import { DockerConfigFile } from "../adapters/docker/docker_config_file.ts";
import { DockerLogins } from "../app/login/docker_logins.ts";
import { authTextFiles } from "../adapters/docker/auth_text_files.ts";
import { startedHelpers } from "../adapters/docker/started_helpers.ts";
import { HelperLinkFiles } from "../adapters/docker/helper_link_files.ts";
import { HelperProgramsOnPath } from "../adapters/docker/helper_programs_on_path.ts";
import { ownProgram } from "../adapters/docker/own_program.ts";
import { systemPath } from "../adapters/system/system_paths.ts";
import { variableNames } from "../adapters/system/variable_names.ts";
import type { HelperDependencies } from "../cli/command/helper_dependencies.ts";
import { loginClocksPath, tokenDirectory } from "../domain/files/app_directories.ts";
import type { FillPorts } from "../app/credential/fill_cache.ts";
import type { Clock } from "../ports/time.ts";
import type { Environment } from "../ports/process.ts";
import { openPin } from "./pin_resolver.ts";
import { pinSide } from "./pins.ts";
import { LoginClocksFile } from "../adapters/cache/login_clocks_file.ts";
import type { LoginClocks } from "../ports/state.ts";

/** Where a login leaves what the helper answers with, and a logout removes it. */
export function processHelperCache(environment: Environment, clock: Clock): FillPorts {
  return {
    ...pinSide(environment),
    clock,
    cache: new TokenFileCache(tokenDirectory(environment), clock),
  };
}

/** Makes the logins of Docker, when they are needed: it throws EnvironmentError `HOME_NOT_FOUND`. */
export function processDocker(
  { environment, clock, signal }: {
    readonly environment: Environment;
    readonly clock: Clock;
    readonly signal: AbortSignal;
  },
): () => DockerLogins {
  return () =>
    new DockerLogins(
      new DockerConfigFile(dockerConfigDirectory(environment), { signal }),
      new CredentialStorePrograms({ signal }),
      loginClocks(environment, clock),
    );
}

/** How far clocks were apart when logins were made. */
function loginClocks(environment: Environment, clock: Clock): LoginClocks {
  return new LoginClocksFile(loginClocksPath(environment), clock);
}

/** @param signal Ends the waiting for locks. */
export function processHelperSide(environment: Environment, signal: AbortSignal): HelperDependencies {
  const own = ownProgram();
  return {
    ...pinSide(environment, signal),
    tokens: new TokenFileReader(tokenDirectory(environment)),
    loginClocks: loginClocks(environment, () => new Date()),
    programs: new HelperProgramsOnPath(environment, own),
    links: new HelperLinkFiles(own, environment),
    machine: {
      paths: systemPath,
      authFiles: authTextFiles,
      trials: startedHelpers,
      variableNames,
      serverClock: new HttpServerClock({ environment, clock: () => new Date() }),
    },
    // As in the helper: what it may not run, it must not run here either.
    pinned: (pin) => openPin(pin, environment).configurations,
  };
}
