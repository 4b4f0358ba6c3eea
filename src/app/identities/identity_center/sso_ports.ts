import type { AppContext } from "../../../ports/context.ts";
import type { IdentityCenter } from "../../../domain/sso/identity_center.ts";
import type { Browser } from "../../../ports/browser.ts";
import type { Sleep } from "../../../ports/time.ts";
import type { Keyring } from "../../../ports/sessions.ts";
import type { SsoOidc, SsoOptions, SsoPortal, SsoSessions } from "../../../ports/sso.ts";
import type { LoginOptions } from "../contract/login_options.ts";

/** What a login to IAM Identity Center is made of. */
export interface SsoPorts extends Pick<AppContext, "provisioned" | "callbacks" | "notes"> {
  readonly oidc: SsoOidc;
  readonly portal: SsoPortal;
  readonly sessions: SsoSessions;
  /** Where Atmos keeps logins, too, under the names of providers. */
  readonly keyring: Pick<Keyring, "find">;
  readonly browser: Browser;
  readonly sleep: Sleep;
}

/** What a login needs besides: the person. */
export interface SsoLoginPorts extends SsoPorts, Pick<AppContext, "clock" | "prompter"> {
  readonly options: LoginOptions;
}

/** Where calls for an IAM Identity Center go. */
export function ssoOptions({ region, endpointUrl }: IdentityCenter, signal: AbortSignal): SsoOptions {
  return { region, endpointUrl, signal };
}
