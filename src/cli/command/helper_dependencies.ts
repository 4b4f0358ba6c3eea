import type { AppContext } from "../../ports/context.ts";
import type { FindPinPorts } from "../../app/pins/find_pin.ts";
import type { LocatePorts } from "../../app/credential/locate_credential.ts";

/** What the credential helper and Docker go by, for the commands that look at it or change it. */
export interface HelperDependencies
  extends
    FindPinPorts,
    LocatePorts,
    Pick<AppContext, "docker" | "tokens" | "loginClocks" | "programs" | "links" | "pinned"> {
  readonly machine: Machine;
}

/** What else there is to look at, for `doctor`. */
export type Machine = Pick<AppContext, "paths" | "authFiles" | "trials" | "variableNames" | "serverClock">;
