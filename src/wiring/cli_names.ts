import { NameFiles } from "../adapters/cache/name_files.ts";
import { AtmosYamlFiles } from "../adapters/config/atmos_yaml_files.ts";
import { SYSTEM_FILES } from "../adapters/config/files/file_access.ts";
import { InputRecorder } from "../adapters/config/files/input_recorder.ts";
import { dockerConfigDirectory, DockerConfigFile } from "../adapters/docker/docker_config_file.ts";
import { PinFiles } from "../adapters/state/pin_files.ts";
import { untrustingEnvironment } from "../adapters/system/changed_environment.ts";
import type { NameContext } from "../cli/command/context.ts";
import { machinePinsDirectory, namesDirectory, pinsDirectory } from "../domain/files/app_directories.ts";
import type { Environment } from "../ports/process.ts";

/** Finds names in this process, and records everything that is read. */
export function openNames(environment: Environment): NameContext {
  const recorder = new InputRecorder();
  const noted = recorder.environment(untrustingEnvironment(environment));
  const access = recorder.files(SYSTEM_FILES);
  const cache = new NameFiles(namesDirectory(environment), (name) => environment.get(name));
  return {
    untrusting: () => new AtmosYamlFiles(noted, { access }),
    helperDependencies: () => {
      const docker = new DockerConfigFile(dockerConfigDirectory(environment));
      const directories = { docker: pinsDirectory(environment), machine: machinePinsDirectory(environment) };
      const pins = new PinFiles(directories, (work) => docker.exclusively(work));
      return Promise.resolve({ docker: () => docker, pins });
    },
    keep: async (question, kind, names) => {
      // Registries also come from pins and Docker's configuration, which change with every installation.
      const inputs = kind === "registry" ? undefined : recorder.inputs;
      if (inputs !== undefined) await cache.keep(question, inputs, names);
    },
  };
}
