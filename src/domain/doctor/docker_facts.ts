import type { DockerConfigDocument } from "../docker/docker_config_document.ts";
import type { RegistryPin } from "../helper/registry_pin.ts";

/** Docker's configuration, and what belongs to it. */
export interface DockerFacts {
  readonly document: DockerConfigDocument;
  /** Undefined when they cannot be read. */
  readonly pins: readonly RegistryPin[] | undefined;
  /** Paths of the programs on the PATH, by suffix; absent for those that are not there. */
  readonly programs: ReadonlyMap<string, string>;
  /** Why programs that are on the PATH cannot be started, by suffix, as the end of a sentence; none when absent. */
  readonly broken?: ReadonlyMap<string, string>;
}
