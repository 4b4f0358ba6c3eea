import type { IdentityCenter } from "../../../domain/sso/identity_center.ts";
import type { AuthorizationCallbacks, Browser } from "../../../ports/browser.ts";
import type { Clock, Sleep } from "../../../ports/time.ts";
import type { Notes, Prompter } from "../../../ports/terminal.ts";
import type { Keyring, ProvisionedIdentities } from "../../../ports/sessions.ts";
import type { SsoOidc, SsoOptions, SsoPortal, SsoSessions } from "../../../ports/sso.ts";
import type { LoginOptions } from "../contract/login_options.ts";

/** What a login to IAM Identity Center is made of. */
export interface SsoPorts {
  readonly oidc: SsoOidc;
  readonly portal: SsoPortal;
  readonly sessions: SsoSessions;
  readonly provisioned: ProvisionedIdentities;
  /** Where Atmos keeps logins, too, under the names of providers. */
  readonly keyring: Pick<Keyring, "find">;
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
