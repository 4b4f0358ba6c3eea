/**
 * What the commands about the credential helper work with, with its adapters. For `cli_main.ts`.
 *
 * @module
 */
import { HttpServerClock } from "./adapters/aws/http_server_clock.ts";
import { sharedCredentialFiles } from "./adapters/aws/shared_credential_files.ts";
import { TokenFileCache } from "./adapters/cache/token_file_cache.ts";
import { TokenFileReader } from "./adapters/cache/token_file_reader.ts";
import { AtmosYamlFiles } from "./adapters/config/atmos_yaml_files.ts";
import { dockerConfigDirectory } from "./adapters/docker/docker_config_directory.ts";
import { DockerConfigFile } from "./adapters/docker/docker_config_file.ts";
import { HelperLinkFiles } from "./adapters/docker/helper_link_files.ts";
import { HelperProgramsOnPath } from "./adapters/docker/helper_programs_on_path.ts";
import { ownProgram } from "./adapters/docker/own_program.ts";
import { RegistryPinsFile } from "./adapters/state/registry_pins_file.ts";
import { systemPath } from "./adapters/system/system_paths.ts";
import { variableNames } from "./adapters/system/variable_names.ts";
import type { HelperSide } from "./cli/helper_side.ts";
import { pinsPath, tokenDirectory } from "./domain/files/app_directories.ts";
import { pinnedEnvironment } from "./helper/pinned_environment.ts";
import type { FillPorts } from "./app/fill_cache.ts";
import type { Clock } from "./ports/clock.ts";
import type { Environment } from "./ports/environment.ts";

/** Where a login leaves what the helper answers with, and a logout removes it. */
export function processHelperCache(environment: Environment, clock: Clock): FillPorts {
  return {
    environment,
    clock,
    pins: new RegistryPinsFile(pinsPath(environment)),
    profiles: sharedCredentialFiles(environment),
    cache: new TokenFileCache(tokenDirectory(environment), clock),
  };
}

/** @param signal Ends the waiting for locks. */
export function processHelperSide(environment: Environment, signal: AbortSignal): HelperSide {
  const own = ownProgram();
  return {
    docker: () => new DockerConfigFile(dockerConfigDirectory(environment), { signal }),
    pins: new RegistryPinsFile(pinsPath(environment)),
    tokens: new TokenFileReader(tokenDirectory(environment)),
    profiles: sharedCredentialFiles(environment),
    programs: new HelperProgramsOnPath(environment, own),
    links: new HelperLinkFiles(own),
    machine: {
      paths: systemPath,
      variableNames,
      serverClock: new HttpServerClock({ environment, clock: () => new Date() }),
    },
    // Without trust, as in the helper: what it may not run, it must not run here either.
    pinned: (pin) => new AtmosYamlFiles(pinnedEnvironment(environment, pin)),
  };
}
