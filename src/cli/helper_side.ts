import type { FindPinPorts } from "../app/find_pin.ts";
import type { LocatePorts } from "../app/locate_credential.ts";
import type { IdentityPin } from "../domain/helper/registry_pin.ts";
import type { Configurations } from "../ports/configurations.ts";
import type { DockerConfigStore } from "../ports/docker_config_store.ts";
import type { HelperLinks } from "../ports/helper_links.ts";
import type { HelperPrograms } from "../ports/helper_programs.ts";
import type { AuthFiles } from "../ports/auth_files.ts";
import type { HelperTrials } from "../ports/helper_trials.ts";
import type { PathFacts } from "../ports/path_facts.ts";
import type { ServerClock } from "../ports/server_clock.ts";
import type { TokenReader } from "../ports/token_cache.ts";

/** What the credential helper and Docker go by, for the commands that look at it or change it. */
export interface HelperSide extends FindPinPorts, LocatePorts {
  /** @throws {EnvironmentError} `HOME_NOT_FOUND`. */
  docker(): DockerConfigStore;
  readonly tokens: TokenReader;
  readonly programs: HelperPrograms;
  readonly links: HelperLinks;
  readonly machine: Machine;
  /** The configuration of a pin, read as the helper reads it. */
  pinned(pin: IdentityPin): Configurations;
}

/** What else there is to look at, for `doctor`. */
export interface Machine {
  readonly paths: PathFacts;
  readonly authFiles: AuthFiles;
  readonly trials: HelperTrials;
  variableNames(): readonly string[];
  readonly serverClock: ServerClock;
}
