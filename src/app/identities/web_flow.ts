import type { UserIdentity } from "../../domain/auth/model/auth_config.ts";
import { positionOf } from "../../domain/config/origin.ts";
import { LoginError } from "../../domain/errors/errors.ts";
import type { AwsCredentials } from "../../domain/identity/credentials.ts";
import { Secret } from "../../domain/secret.ts";
import {
  confirmationPage,
  CROSS_DEVICE_CLIENT,
  isLoginUsable,
  LOGIN_LIFE_MS,
  readCopiedCode,
  SAME_DEVICE_CLIENT,
  type SignInLogin,
  signInUrl,
} from "../../domain/sign_in/sign_in.ts";
import { escapeText, shellWord } from "../../domain/text/escape.ts";
import type { Browser, SignInGrant, SignInLogins, SignInService } from "../../ports/browser.ts";
import type { AppContext } from "../../ports/context.ts";
import type { Deadline } from "../../ports/time.ts";
import { type LoginOptions, noPromptWords } from "./contract/identity_step.ts";

/** Time limit for the user, in milliseconds. */
const TIMEOUT_MS = 5 * 60_000;

/** How long to wait for another process with the same login, in milliseconds. */
const LOCK_MS = 10_000;

/** What the flow needs. */
export interface WebFlowPorts extends Pick<AppContext, "callbacks" | "prompter" | "clock"> {
  readonly service: SignInService;
  readonly logins: SignInLogins;
  readonly browser: Browser;
  readonly options: LoginOptions;
}

/** Whose login, and where. */
export interface WebFlowRequest {
  readonly identity: UserIdentity;
  readonly realm: string;
  readonly region: string;
  readonly deadline: Deadline;
  /** Why no keys were found, as sentences. */
  readonly reasons: readonly string[];
}

/**
 * Credentials of a user without access keys: from a stored AWS sign-in, otherwise from a new one in the browser, or with a code from a
 * browser on another machine.
 *
 * @throws {LoginError} `LOGIN_REQUIRED` without a terminal, `SSO_DENIED`, `SSO_EXPIRED`.
 * @throws {AwsError} An error of AWS. An outage is no reason to prompt the user.
 */
export async function webFlow(request: WebFlowRequest, ports: WebFlowPorts): Promise<AwsCredentials> {
  const { identity, realm, deadline } = request;
  const owner = { identity: identity.name, realm };
  using lock = await ports.logins.hold(owner, { timeoutMs: LOCK_MS, signal: deadline.signal });
  const kept = ports.options.webFlow === true ? undefined : await ports.logins.read(owner);
  if (kept !== undefined && isLoginUsable(kept, ports.clock())) {
    const refreshed = await refresh(kept, request, ports);
    if (refreshed !== undefined) return refreshed;
    // Without the lock, the login must not be removed, since another process may have written it. If it stays, it is rejected again, and
    // replaced by the next login.
    if (lock !== undefined) await ports.logins.remove(owner).catch(() => false);
  }
  return await logIn(request, ports);
}

async function refresh(
  login: SignInLogin,
  { identity, realm, deadline }: WebFlowRequest,
  { service, logins }: WebFlowPorts,
): Promise<AwsCredentials | undefined> {
  const { refreshToken, dpopKey, region } = login;
  const grant = { kind: "refresh", clientId: SAME_DEVICE_CLIENT, refreshToken } as const;
  const reply = await service.createToken(grant, dpopKey, { region, signal: deadline.signal });
  if (reply.kind === "refused") return undefined;
  const { credentials, refreshToken: next } = reply.tokens;
  await logins.write({ identity: identity.name, realm }, { ...login, refreshToken: next });
  return credentials;
}

async function logIn(request: WebFlowRequest, ports: WebFlowPorts): Promise<AwsCredentials> {
  const { identity, realm, region, deadline } = request;
  const { prompter, browser, service, options } = ports;
  if (!prompter.interactive) throw loginRequired(request, options);
  using _pause = deadline.pause();
  const here = options.device || !browser.available ? undefined : await codeFromBrowser(request, ports);
  const grant = here ?? await codeFromPerson(request, ports);
  const dpopKey = await service.createKey();
  const reply = await service.createToken(grant, dpopKey, { region, signal: deadline.signal });
  if (reply.kind === "refused") throw reply.error;
  const { credentials, refreshToken } = reply.tokens;
  // A refresh token is bound to its client, and Atmos only knows one client.
  if (grant.clientId === SAME_DEVICE_CLIENT && refreshToken.expose() !== "") {
    const expiresAt = new Date(ports.clock().getTime() + LOGIN_LIFE_MS);
    await ports.logins.write({ identity: identity.name, realm }, {
      refreshToken,
      region,
      expiresAt,
      dpopKey,
    });
  }
  return credentials;
}

/** @returns Undefined if no browser can be opened, or none can return. */
async function codeFromBrowser(
  { identity, region, deadline }: WebFlowRequest,
  { service, callbacks, browser, prompter }: WebFlowPorts,
): Promise<SignInGrant | undefined> {
  await using callback = await callbacks.open();
  if (callback === undefined) return undefined;
  const clientId = SAME_DEVICE_CLIENT;
  const { redirectUri, verifier } = callback;
  const url = signInUrl({ ...callback, origin: service.origin(region), clientId, redirectUri });
  prompter.tell(
    `To log in as "${
      escapeText(identity.name)
    }", sign in to AWS in the browser. Waiting up to 5 minutes; to use the browser ` +
      `of another machine, pass --device. If no browser opened, open this page on this machine:\n\n  ${url}\n\n`,
  );
  if (!await browser.open(callback.startPage(url))) return undefined;
  const answer = await callback.answer({ timeoutMs: TIMEOUT_MS, signal: deadline.signal });
  if (answer.kind === "late") throw expired(identity);
  if (answer.kind === "refused") throw denied(identity, answer.error);
  return { kind: "code", clientId, code: answer.code, verifier, redirectUri };
}

/** A code that the page shows on another machine, entered in the terminal. */
async function codeFromPerson(
  request: WebFlowRequest,
  { service, callbacks, prompter, options }: WebFlowPorts,
): Promise<SignInGrant> {
  const { identity, region, deadline } = request;
  await using callback = await callbacks.open();
  // Only the secrets of the callback are used: the browser goes to the page of AWS.
  if (callback === undefined) throw loginRequired(request, options);
  const { state, challenge, verifier } = callback;
  const origin = service.origin(region);
  const redirectUri = confirmationPage(origin);
  const clientId = CROSS_DEVICE_CLIENT;
  prompter.tell(
    `To log in as "${
      escapeText(identity.name)
    }", open this page in a browser, sign in, and copy the code that it shows:\n\n  ${
      signInUrl({ origin, clientId, redirectUri, state, challenge })
    }\n\n`,
  );
  const typed = await prompter.ask({
    text: "Code:",
    hidden: true,
    check: (text) =>
      readCopiedCode(text, state) === undefined ? "This code belongs to another login" : undefined,
  }, deadline.signal);
  const code = readCopiedCode(typed, state) ?? "";
  return { kind: "code", clientId, code: new Secret(code), verifier, redirectUri };
}

function loginRequired({ identity, reasons }: WebFlowRequest, options: LoginOptions): LoginError {
  const name = `${shellWord(identity.name)}${options.flags ?? ""}`;
  return new LoginError(
    "LOGIN_REQUIRED",
    `Cannot use identity "${identity.name}": it has no access key and no login, and ${
      noPromptWords(options)
    }`,
    {
      hint: [
        ...reasons,
        `Run \`atmos-ecr auth login ${name}\` in a terminal, store keys with ` +
        `\`atmos-ecr auth user configure ${name}\`, or set ` +
        "credentials.access_key_id and credentials.secret_access_key, or the variables named by their !env",
      ].join(". "),
      position: positionOf(identity.origin),
    },
  );
}

function expired({ name }: UserIdentity): LoginError {
  return new LoginError(
    "SSO_EXPIRED",
    `Cannot log in as identity "${name}": the browser did not complete the sign-in in time`,
    { hint: "Log in again, and sign in within 5 minutes. On a machine without a browser, use --device" },
  );
}

function denied({ name }: UserIdentity, words: string): LoginError {
  return new LoginError(
    "SSO_DENIED",
    `Cannot log in as identity "${name}": the sign-in was denied (${words})`,
    { hint: "Log in again and approve the request. The user needs the policy SignInLocalDevelopmentAccess" },
  );
}
