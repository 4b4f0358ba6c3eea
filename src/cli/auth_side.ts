import type { CallerIdentities } from "../ports/caller_identities.ts";
import type { IdentitySessions } from "../ports/identity_sessions.ts";
import type { OutputFiles } from "../ports/output_files.ts";
import type { Programs } from "../ports/programs.ts";
import type { ProvisionedIdentities } from "../ports/provisioned_identities.ts";
import type { SsoPortal } from "../ports/sso_portal.ts";
import type { SsoSessions } from "../ports/sso_sessions.ts";

/** What the `auth` commands work with, besides the way to AWS. */
export interface AuthSide {
  readonly sessions: IdentitySessions;
  readonly ssoSessions: SsoSessions;
  readonly ssoPortal: SsoPortal;
  readonly provisioned: ProvisionedIdentities;
  readonly programs: Programs;
  readonly outputs: OutputFiles;
  /** Not called before the issuer is there, which loads the SDK. */
  callers(): CallerIdentities;
  /** Every variable of this process. */
  variables(): Readonly<Record<string, string>>;
}
