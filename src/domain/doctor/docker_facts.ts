import type { DockerConfigDocument } from "../docker/docker_config_document.ts";
import type { RegistryPin } from "../helper/registry_pin.ts";

/** Docker's configuration, and related facts. */
export interface DockerFacts {
  readonly document: DockerConfigDocument;
  /** Undefined if they cannot be read. */
  readonly pins: readonly RegistryPin[] | undefined;
  /** Paths of the programs on the PATH, by suffix; absent for missing ones. */
  readonly programs: ReadonlyMap<string, string>;
  /** Why programs on the PATH cannot be started, by suffix, as the end of a sentence; default none. */
  readonly broken?: ReadonlyMap<string, string>;
}
