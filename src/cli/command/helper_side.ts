import type { FindPinPorts } from "../../app/pins/find_pin.ts";
import type { LocatePorts } from "../../app/credential/locate_credential.ts";
import type { IdentityPin } from "../../domain/helper/registry_pin.ts";
import type { Configurations } from "../../ports/config.ts";
import type {
  AuthFiles,
  DockerConfigStore,
  HelperLinks,
  HelperPrograms,
  HelperTrials,
} from "../../ports/docker.ts";
import type { PathFacts } from "../../ports/process.ts";
import type { ServerClock } from "../../ports/time.ts";
import type { LoginClocks, TokenReader } from "../../ports/state.ts";

/** What the credential helper and Docker go by, for the commands that look at it or change it. */
export interface HelperSide extends FindPinPorts, LocatePorts {
  /** @throws {EnvironmentError} `HOME_NOT_FOUND`. */
  docker(): DockerConfigStore;
  readonly tokens: TokenReader;
  readonly loginClocks: LoginClocks;
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
