import type { LocatePorts } from "../../app/credential/locate_credential.ts";
import type { FindPinPorts } from "../../app/pins/find_pin.ts";
import type { Secret } from "../../domain/secret.ts";
import type { CallerIdentities } from "../../ports/aws.ts";
import type { AppContext } from "../../ports/context.ts";
import type { Programs } from "../../ports/process.ts";
import type { Keyring, UserKeyStore } from "../../ports/sessions.ts";

/** The dependencies of the `auth` commands, except the calls to AWS. */
export interface AuthDependencies extends
  Pick<
    AppContext,
    | "sessions"
    | "ssoSessions"
    | "ssoPortal"
    | "signInLogins"
    | "allSessions"
    | "provisioned"
    | "outputs"
    | "variables"
  > {
  readonly programs: Programs;
  userKeys(): {
    readonly keyring: Keyring;
    readonly stores: { readonly keyring: UserKeyStore; readonly profile: UserKeyStore };
  };
  /** The first line of standard input; undefined for a terminal. @throws {UsageError} `USAGE`. */
  secretLine(): Promise<Secret | undefined>;
  /** Must not be called before the issuer, which loads the SDK. */
  callers(): CallerIdentities;
}

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
