import { type Check, failureCheck } from "../../domain/doctor/check.ts";
import { dockerChecks, executableCheck } from "../../domain/doctor/docker_checks.ts";
import { privatePathCheck } from "../../domain/doctor/path_checks.ts";
import { DockerConfigDocument } from "../../domain/docker/docker_config_document.ts";
import { namedHelpers } from "../../domain/docker/ecr_hosts.ts";
import { HELPER_SUFFIX } from "../../domain/docker/our_helper.ts";
import type { RegistryPin } from "../../domain/helper/registry_pin.ts";
import type { DockerConfigStore } from "../../ports/docker_config_store.ts";
import type { HelperPrograms } from "../../ports/helper_programs.ts";
import type { PathFacts } from "../../ports/path_facts.ts";

/** What is looked at for Docker's sake. */
export interface DockerCheckPorts {
  /** @throws {EnvironmentError} `HOME_NOT_FOUND`. */
  docker(): DockerConfigStore;
  readonly programs: HelperPrograms;
  readonly paths: PathFacts;
}

/** Examines Docker's configuration. @param pins Undefined when they cannot be read. */
export async function checkDocker(
  pins: readonly RegistryPin[] | undefined,
  { docker, programs, paths }: DockerCheckPorts,
): Promise<Check[]> {
  try {
    const store = docker();
    const mode = privatePathCheck(
      { id: "docker-config-mode", name: "Docker's configuration", path: store.path, kind: "file" },
      await paths(store.path),
    );
    return [...await contentChecks(store, pins, programs), mode];
  } catch (error) {
    return await withoutConfig(error, programs);
  }
}

async function contentChecks(
  store: DockerConfigStore,
  pins: readonly RegistryPin[] | undefined,
  programs: HelperPrograms,
): Promise<Check[]> {
  try {
    const document = DockerConfigDocument.parse(await store.read(), store.path);
    const paths = new Map<string, string>();
    for (const name of [HELPER_SUFFIX, ...namedHelpers(document)]) {
      const program = await programs.find(name);
      if (program !== undefined) paths.set(name, program.path);
    }
    return dockerChecks({ document, pins, programs: paths });
  } catch (error) {
    return await withoutConfig(error, programs);
  }
}

/** What can be told where Docker's configuration cannot be read. */
async function withoutConfig(error: unknown, programs: HelperPrograms): Promise<Check[]> {
  return [
    failureCheck("docker-config", error),
    executableCheck((await programs.find(HELPER_SUFFIX))?.path, false),
  ];
}
