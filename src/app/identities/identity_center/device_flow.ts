import { escapeText } from "../../../domain/text/escape.ts";
import { AwsError } from "../../../domain/errors/errors.ts";
import type { IdentityCenter } from "../../../domain/sso/identity_center.ts";
import { isLoginPage, isUserCode } from "../../../domain/sso/login_page.ts";
import {
  sessionOf,
  type SsoRegistration,
  type SsoSession,
  type SsoTokens,
} from "../../../domain/sso/sso_session.ts";
import type { DeviceAuthorization } from "../../../ports/sso.ts";
import { loginDenied, loginExpired, loginFailed, requireTokens } from "./login_errors.ts";
import { type SsoLoginPorts, ssoOptions } from "./sso_ports.ts";

/** What each `slow_down` adds to the polling interval. Reference: RFC 8628, section 3.5. */
const SLOW_DOWN_MS = 5000;

/**
 * Logs in with a code, on this device or another.
 *
 * Reference: RFC 8628.
 *
 * @throws {LoginError} `SSO_DENIED`, `SSO_EXPIRED`.
 * @throws {AwsError} An error of AWS; `AWS_RESPONSE_INVALID` for a page or a code that must not be shown.
 */
export async function deviceFlow(
  center: IdentityCenter,
  signal: AbortSignal,
  ports: SsoLoginPorts,
): Promise<SsoSession> {
  const { oidc, prompter, browser, callbacks } = ports;
  const options = ssoOptions(center, signal);
  const registration = await oidc.register({ kind: "device" }, options);
  const device = await oidc.startDevice(registration, center.startUrl, options);
  checkDevice(center, device);
  const { userCode, page, completePage = page } = device;
  prompter.tell(
    `To log in to IAM Identity Center "${escapeText(center.name)}", open this page in a browser:\n\n` +
      `  ${completePage}\n\nand check that it shows this code:\n\n  ${userCode}\n\n`,
  );
  // Another user who reads the code in the browser's arguments could complete the login with another account.
  await using start = browser.available ? await callbacks.open() : undefined;
  if (browser.available) await browser.open(start?.startPage(completePage) ?? page);
  prompter.tell(`Waiting for the login, up to ${minutes(device.expiresInSeconds)}; Ctrl-C cancels\n`);
  const ending = new AbortController();
  const both = AbortSignal.any([signal, ending.signal]);
  const timeoutMs = device.expiresInSeconds * 1000;
  start?.answer({ timeoutMs, signal: both }).then((answer) => {
    if (answer.kind === "refused") ending.abort(loginDenied(center, answer.error));
  }, () => {});
  try {
    const tokens = await poll(center, { device, registration, signal: both }, ports);
    return sessionOf(center, tokens, registration);
  } finally {
    ending.abort();
  }
}

/** The lifetime of a code, in words. */
function minutes(seconds: number): string {
  const count = Math.max(1, Math.round(seconds / 60));
  return count === 1 ? "a minute" : `${count} minutes`;
}

async function poll(
  center: IdentityCenter,
  { device, registration, signal }: {
    readonly device: DeviceAuthorization;
    readonly registration: SsoRegistration;
    readonly signal: AbortSignal;
  },
  { oidc, sleep }: SsoLoginPorts,
): Promise<SsoTokens> {
  const { deviceCode, expiresInSeconds } = device;
  let intervalMs = device.intervalSeconds * 1000;
  for (let waitedMs = intervalMs; waitedMs <= expiresInSeconds * 1000; waitedMs += intervalMs) {
    await sleep(intervalMs, signal);
    const answer = await oidc.createToken(
      registration,
      { kind: "device", deviceCode },
      ssoOptions(center, signal),
    );
    if (answer.kind === "slow-down") intervalMs += SLOW_DOWN_MS;
    else if (answer.kind !== "pending") return requireTokens(center, answer);
  }
  throw loginExpired(center);
}

/** Fails for a page or code that the user must not be asked to trust: it came over the network. */
function checkDevice(center: IdentityCenter, { userCode, page, completePage }: DeviceAuthorization): void {
  for (const url of [page, ...(completePage === undefined ? [] : [completePage])]) {
    if (!isLoginPage(url, center.startUrl)) {
      throw hostile(
        center,
        `the login page is "${shown(url)}", which is not an https:// page on an AWS host`,
      );
    }
  }
  if (!isUserCode(userCode)) {
    throw hostile(center, `the user code is "${shown(userCode)}", which AWS does not issue`);
  }
}

function hostile(center: IdentityCenter, state: string): AwsError {
  return new AwsError("AWS_RESPONSE_INVALID", loginFailed(center, state), {
    hint:
      "Check endpoint_url of the provider, AWS_ENDPOINT_URL and proxies: another server may be impersonating AWS",
  });
}

function shown(text: string): string {
  return escapeText(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}
