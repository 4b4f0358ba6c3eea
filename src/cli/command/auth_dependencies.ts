import type { AppContext } from "../../ports/context.ts";
import type { CallerIdentities } from "../../ports/aws.ts";
import type { Secret } from "../../domain/secret.ts";
import type { Keyring, UserKeyStore } from "../../ports/sessions.ts";
import type { Programs } from "../../ports/process.ts";

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
  /** The stores of users' keys. */
  userKeys(): {
    readonly keyring: Keyring;
    readonly stores: { readonly keyring: UserKeyStore; readonly profile: UserKeyStore };
  };
  /** The first line of standard input; undefined for a terminal. @throws {UsageError} `USAGE`. */
  secretLine(): Promise<Secret | undefined>;
  /** Must not be called before the issuer, which loads the SDK. */
  callers(): CallerIdentities;
}
