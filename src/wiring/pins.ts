import { FilePrincipalFacts } from "../adapters/aws/ambient/file_principal_facts.ts";
import { ResolvedFiles } from "../adapters/cache/resolved_files.ts";
import { dockerConfigDirectory, DockerConfigFile } from "../adapters/docker/docker_config_file.ts";
import { PinFiles } from "../adapters/state/pin_files.ts";
import { FormerPinsFile } from "../adapters/state/pin_files_reader.ts";
import type { LocatePorts } from "../app/credential/locate_credential.ts";
import type { FindPinPorts } from "../app/pins/find_pin.ts";
import {
  formerPinsPath,
  machinePinsDirectory,
  pinsDirectory,
  resolvedDirectory,
} from "../domain/files/app_directories.ts";
import type { DockerConfigStore } from "../ports/docker.ts";
import type { Environment } from "../ports/process.ts";

/** Finds the pin of a registry and its principal. */
export interface PinSide extends FindPinPorts, LocatePorts {
  /** @throws {EnvironmentError} `HOME_NOT_FOUND`. */
  docker(): DockerConfigStore;
  readonly resolved: ResolvedFiles;
}

/** @param signal Aborts waiting for locks. */
export function pinSide(environment: Environment, signal?: AbortSignal): PinSide {
  let store: DockerConfigFile | undefined;
  const docker = (): DockerConfigFile =>
    store ??= new DockerConfigFile(dockerConfigDirectory(environment), { signal });
  const resolved = new ResolvedFiles(resolvedDirectory(environment), (name) => environment.get(name));
  let resolver: ReturnType<LocatePorts["resolver"]> | undefined;
  return {
    environment,
    docker,
    pins: new PinFiles(
      { docker: pinsDirectory(environment), machine: machinePinsDirectory(environment) },
      (work) => docker().exclusively(work),
    ),
    former: new FormerPinsFile(formerPinsPath(environment)),
    facts: new FilePrincipalFacts(environment),
    resolved,
    resolver: () =>
      resolver ??= loadResolver().then((module) => module.processResolver(environment, resolved)),
  };
}

/** As in `helper_hit.ts`: few calls need to read configurations. */
const loadResolver = (): Promise<typeof import("./pin_resolver.ts")> =>
  import(Deno.build.standalone ? "./pin_resolver.ts" : "./pin_resolver.ts");
