import type { IdentityCenter } from "../../../domain/sso/identity_center.ts";
import { authorizeUrl } from "../../../domain/sso/login_page.ts";
import { sessionOf, type SsoSession } from "../../../domain/sso/sso_session.ts";
import { escapeText } from "../../../domain/text/escape.ts";
import { loginDenied, loginExpired, requireTokens } from "./login_errors.ts";
import { type SsoLoginPorts, ssoOptions } from "./sso_ports.ts";

/** The lifetime of a device code. */
const PATIENCE_MS = 10 * 60 * 1000;

/**
 * Logs in with a browser that returns to this machine: the authorization code grant with PKCE.
 *
 * Reference: RFC 6749 section 4.1, RFC 7636, RFC 8252.
 *
 * @returns Undefined if no browser can be opened, or none can return.
 * @throws {LoginError} `SSO_DENIED`, `SSO_EXPIRED`.
 */
export async function browserFlow(
  center: IdentityCenter,
  signal: AbortSignal,
  { oidc, prompter, browser, callbacks }: SsoLoginPorts,
): Promise<SsoSession | undefined> {
  await using callback = await callbacks.open();
  if (callback === undefined) return undefined;
  const options = ssoOptions(center, signal);
  const { redirectUri, verifier } = callback;
  const registration = await oidc.register({ kind: "browser", startUrl: center.startUrl }, options);
  const url = authorizeUrl(oidc.authorizePage(options), {
    ...callback,
    clientId: registration.clientId,
    redirectUri,
  });
  prompter.tell(
    `To log in to IAM Identity Center "${escapeText(center.name)}", approve the request in the browser. ` +
      `If no browser opened, open this page on this machine:\n\n  ${url}\n\n`,
  );
  if (!await browser.open(callback.startPage(url))) {
    prompter.tell("No browser could be opened. Use a code instead.\n\n");
    return undefined;
  }
  prompter.tell(
    `Waiting for the login in the browser, up to ${PATIENCE_MS / 60_000} minutes; ` +
      "to use the browser of another machine, pass --device; Ctrl-C cancels\n",
  );
  const answer = await callback.answer({ timeoutMs: PATIENCE_MS, signal });
  if (answer.kind === "late") throw loginExpired(center);
  if (answer.kind === "refused") throw loginDenied(center, answer.error);
  const grant = { kind: "code", code: answer.code, redirectUri, verifier } as const;
  return sessionOf(
    center,
    requireTokens(center, await oidc.createToken(registration, grant, options)),
    registration,
  );
}
