/**
 * Creates the source of completed names. For `cli.ts`.
 *
 * @module
 */
import { AtmosYamlFiles } from "../adapters/config/atmos_yaml_files.ts";
import { dockerConfigDirectory } from "../adapters/docker/docker_config_directory.ts";
import { DockerConfigFile } from "../adapters/docker/docker_config_file.ts";
import { PinFiles } from "../adapters/state/pin_files.ts";
import { untrustingEnvironment } from "../adapters/system/untrusting_environment.ts";
import { changeDirectory } from "../adapters/system/working_directory.ts";
import type { CompletionContext } from "../cli/command/context.ts";
import { machinePinsDirectory, pinsDirectory } from "../domain/files/app_directories.ts";
import type { Environment } from "../ports/process.ts";

/** The source of completed names. Runs nothing that a configuration names. */
export function openCompletion(environment: Environment): CompletionContext {
  return {
    environment,
    changeDirectory,
    untrusting: () => new AtmosYamlFiles(untrustingEnvironment(environment)),
    helperDependencies: () => {
      const docker = new DockerConfigFile(dockerConfigDirectory(environment));
      const directories = { docker: pinsDirectory(environment), machine: machinePinsDirectory(environment) };
      const pins = new PinFiles(directories, (work) => docker.exclusively(work));
      return Promise.resolve({ docker: () => docker, pins });
    },
  };
}
