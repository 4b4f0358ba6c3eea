import type { AppContext } from "../../ports/context.ts";
import type { FindPinPorts } from "../../app/pins/find_pin.ts";
import type { LocatePorts } from "../../app/credential/locate_credential.ts";

/** Everything that determines the credential helper's and Docker's behaviour, for the commands that show or change it. */
export interface HelperDependencies
  extends
    FindPinPorts,
    LocatePorts,
    Pick<AppContext, "docker" | "tokens" | "loginClocks" | "programs" | "links" | "pinned"> {
  readonly machine: Machine;
}

/** What else `doctor` examines. */
export type Machine = Pick<AppContext, "paths" | "authFiles" | "trials" | "variableNames" | "serverClock">;
