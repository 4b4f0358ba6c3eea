import { DockerConfigDocument } from "../../domain/docker/docker_config_document.ts";
import { namedHelpers } from "../../domain/docker/ecr_hosts.ts";
import { HELPER_SUFFIX } from "../../domain/docker/our_helper.ts";
import { type Check, failureCheck } from "../../domain/doctor/check.ts";
import { dockerChecks, executableCheck, shortPathCheck } from "../../domain/doctor/docker_checks.ts";
import { privatePathCheck } from "../../domain/doctor/path_checks.ts";
import type { RegistryPin } from "../../domain/helper/registry_pin.ts";
import type { AppContext } from "../../ports/context.ts";
import type { DockerConfigStore, HelperPrograms } from "../../ports/docker.ts";

/** What is examined for Docker. */
export type DockerCheckPorts = Pick<AppContext, "docker" | "programs" | "trials" | "paths" | "environment">;

/** Examines Docker's configuration. @param pins Undefined if they cannot be read. */
export async function checkDocker(
  pins: readonly RegistryPin[] | undefined,
  ports: DockerCheckPorts,
): Promise<Check[]> {
  const { docker, programs, paths, environment } = ports;
  const shortPath = shortPathCheck((await programs.find(HELPER_SUFFIX))?.path, environment.os);
  try {
    const store = docker();
    const mode = privatePathCheck(
      { id: "docker-config-mode", name: "Docker's configuration", path: store.path, kind: "file" },
      await paths(store.path),
    );
    return [
      ...await contentChecks(store, pins, ports),
      ...(shortPath === undefined ? [] : [shortPath]),
      mode,
    ];
  } catch (error) {
    return await withoutConfig(error, programs);
  }
}

async function contentChecks(
  store: DockerConfigStore,
  pins: readonly RegistryPin[] | undefined,
  { programs, trials, environment }: DockerCheckPorts,
): Promise<Check[]> {
  try {
    const document = DockerConfigDocument.parse(await store.read(), store.path);
    const paths = new Map<string, string>();
    const broken = new Map<string, string>();
    for (const name of [HELPER_SUFFIX, ...namedHelpers(document)]) {
      const program = await programs.find(name);
      if (program === undefined) continue;
      paths.set(name, program.path);
      const failure = program.own || name === HELPER_SUFFIX ? undefined : await trials.failure(program.path);
      if (failure !== undefined) broken.set(name, failure);
    }
    const configured = environment.get("DOCKER_CONFIG");
    return dockerChecks({ document, pins, programs: paths, configured, broken });
  } catch (error) {
    return await withoutConfig(error, programs);
  }
}

/** What can be reported if Docker's configuration cannot be read. */
async function withoutConfig(error: unknown, programs: HelperPrograms): Promise<Check[]> {
  return [
    failureCheck("docker-config", error),
    executableCheck((await programs.find(HELPER_SUFFIX))?.path, false),
  ];
}
