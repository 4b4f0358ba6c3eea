import type { CallerIdentities } from "../../ports/aws.ts";
import type { SignInLogins } from "../../ports/browser.ts";
import type { Secret } from "../../domain/secret.ts";
import type {
  AllSessions,
  IdentitySessions,
  Keyring,
  ProvisionedIdentities,
  UserKeyStore,
} from "../../ports/sessions.ts";
import type { OutputFiles } from "../../ports/terminal.ts";
import type { Programs } from "../../ports/process.ts";
import type { SsoPortal, SsoSessions } from "../../ports/sso.ts";

/** What the `auth` commands work with, besides the way to AWS. */
export interface AuthSide {
  readonly sessions: IdentitySessions;
  readonly ssoSessions: SsoSessions;
  readonly ssoPortal: SsoPortal;
  readonly signInLogins: SignInLogins;
  readonly allSessions: AllSessions;
  readonly provisioned: ProvisionedIdentities;
  readonly programs: Programs;
  readonly outputs: OutputFiles;
  /** Where the keys of users are kept. */
  userKeys(): {
    readonly keyring: Keyring;
    readonly stores: { readonly keyring: UserKeyStore; readonly profile: UserKeyStore };
  };
  /** The first line of standard input; undefined where that is a terminal. @throws {UsageError} `USAGE`. */
  secretLine(): Promise<Secret | undefined>;
  /** Not called before the issuer is there, which loads the SDK. */
  callers(): CallerIdentities;
  /** Every variable of this process. */
  variables(): Readonly<Record<string, string>>;
}
