import type { IdentityCenter } from "../../../domain/sso/identity_center.ts";
import type { Browser } from "../../../ports/browser.ts";
import type { AppContext } from "../../../ports/context.ts";
import type { Keyring } from "../../../ports/sessions.ts";
import type { SsoOidc, SsoOptions, SsoPortal, SsoSessions } from "../../../ports/sso.ts";
import type { Sleep } from "../../../ports/time.ts";
import type { LoginOptions } from "../contract/identity_step.ts";

/** The dependencies of an IAM Identity Center login. */
export interface SsoPorts extends Pick<AppContext, "provisioned" | "callbacks" | "notes"> {
  readonly oidc: SsoOidc;
  readonly portal: SsoPortal;
  readonly sessions: SsoSessions;
  /** Where Atmos also stores logins, under the names of providers. */
  readonly keyring: Pick<Keyring, "find">;
  readonly browser: Browser;
  readonly sleep: Sleep;
}

/** Additional dependencies of a login: the user. */
export interface SsoLoginPorts extends SsoPorts, Pick<AppContext, "clock" | "prompter"> {
  readonly options: LoginOptions;
}

/** The options of calls for an IAM Identity Center. */
export function ssoOptions({ region, endpointUrl }: IdentityCenter, signal: AbortSignal): SsoOptions {
  return { region, endpointUrl, signal };
}
