import type { IdentityCenter } from "../../../domain/sso/identity_center.ts";
import type { AuthorizationCallbacks } from "../../../ports/authorization_callbacks.ts";
import type { Browser } from "../../../ports/browser.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { Notes } from "../../../ports/notes.ts";
import type { Prompter } from "../../../ports/prompter.ts";
import type { ProvisionedIdentities } from "../../../ports/provisioned_identities.ts";
import type { Sleep } from "../../../ports/sleep.ts";
import type { SsoOidc } from "../../../ports/sso_oidc.ts";
import type { SsoOptions, SsoPortal } from "../../../ports/sso_portal.ts";
import type { SsoSessions } from "../../../ports/sso_sessions.ts";
import type { LoginOptions } from "../login_options.ts";

/** What a login to IAM Identity Center is made of. */
export interface SsoPorts {
  readonly oidc: SsoOidc;
  readonly portal: SsoPortal;
  readonly sessions: SsoSessions;
  readonly provisioned: ProvisionedIdentities;
  readonly browser: Browser;
  readonly callbacks: AuthorizationCallbacks;
  readonly sleep: Sleep;
  /** Who is told what could not be found on the side. */
  readonly notes: Notes;
}

/** What a login needs besides: the person. */
export interface SsoLoginPorts extends SsoPorts {
  readonly clock: Clock;
  readonly prompter: Prompter;
  readonly options: LoginOptions;
}

/** Where calls for an IAM Identity Center go. */
export function ssoOptions({ region, endpointUrl }: IdentityCenter, signal: AbortSignal): SsoOptions {
  return { region, endpointUrl, signal };
}
