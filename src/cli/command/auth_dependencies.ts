import type { AppContext } from "../../ports/context.ts";
import type { CallerIdentities } from "../../ports/aws.ts";
import type { Secret } from "../../domain/secret.ts";
import type { Keyring, UserKeyStore } from "../../ports/sessions.ts";
import type { Programs } from "../../ports/process.ts";

/** What the `auth` commands work with, besides the way to AWS. */
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
  /** Where the keys of users are kept. */
  userKeys(): {
    readonly keyring: Keyring;
    readonly stores: { readonly keyring: UserKeyStore; readonly profile: UserKeyStore };
  };
  /** The first line of standard input; undefined where that is a terminal. @throws {UsageError} `USAGE`. */
  secretLine(): Promise<Secret | undefined>;
  /** Not called before the issuer is there, which loads the SDK. */
  callers(): CallerIdentities;
}
