import type { DockerConfigDocument } from "../../domain/docker/docker_config_document.ts";
import { namedHelpers } from "../../domain/docker/ecr_hosts.ts";
import { HELPER_SUFFIX } from "../../domain/docker/our_helper.ts";
import type { HelperPrograms } from "../../ports/docker.ts";

/**
 * The helper suffixes in Docker's configuration that run this program: its own, and any other name for it on the PATH, such as `ecr-login`
 * to replace amazon-ecr-credential-helper.
 */
export async function ourHelpers(
  document: DockerConfigDocument,
  programs: HelperPrograms,
): Promise<ReadonlySet<string>> {
  const ours = new Set([HELPER_SUFFIX]);
  for (const name of namedHelpers(document)) {
    if (!ours.has(name) && (await programs.find(name))?.own === true) ours.add(name);
  }
  return ours;
}
