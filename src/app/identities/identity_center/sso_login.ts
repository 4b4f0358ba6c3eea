import { CancelledError } from "../../../domain/errors/errors.ts";
import type { Secret } from "../../../domain/secret.ts";
import { readKeyringLogin } from "../../../domain/session/keyring_entries.ts";
import type { IdentityCenter } from "../../../domain/sso/identity_center.ts";
import {
  isFresh,
  keyText,
  refreshGrant,
  sessionOf,
  spentSession,
  type SsoSession,
} from "../../../domain/sso/sso_session.ts";
import { escapeText } from "../../../domain/text/escape.ts";
import type { Deadline } from "../../../ports/time.ts";
import { browserFlow } from "./browser_flow.ts";
import { deviceFlow } from "./device_flow.ts";
import { loginBusy, loginRequired } from "./login_errors.ts";
import { type SsoLoginPorts, ssoOptions } from "./sso_ports.ts";

/**
 * Milliseconds to wait for another process before the user is told; after that, the wait is longer, since the other process may be
 * prompting.
 */
const QUIET_WAIT_MS = 2000;
const PATIENCE_MS = 10 * 60 * 1000;

/** What a session is needed for. */
export interface SsoSessionRequest {
  /** Aborts everything. Its clock stops during a prompt. */
  readonly deadline: Deadline;
  /** An access token that AWS has rejected, and that must not be used again. */
  readonly rejected?: Secret;
  /** The realm whose keyring may supply a login without a start URL; none if absent. */
  readonly keyringRealm?: string;
}

/** Finds, refreshes or opens sessions of IAM Identity Center: each once per process, and by one process at a time. */
export class SsoLogin {
  readonly #ports: SsoLoginPorts;
  readonly #known = new Map<string, Promise<SsoSession>>();

  constructor(ports: SsoLoginPorts) {
    this.#ports = ports;
  }

  /**
   * A session with a usable access token: that of this process, otherwise the stored one, otherwise the stored one after a refresh,
   * otherwise that of a new login.
   *
   * @throws {LoginError} `LOGIN_REQUIRED` if prompts are impossible, `SSO_DENIED`, `SSO_EXPIRED`.
   * @throws {ConfigError} `CONFIG_UNTRUSTED` for an endpoint in an untrusted file.
   * @throws {AwsError} An error of AWS. An outage is no reason to prompt the user.
   */
  async session(center: IdentityCenter, request: SsoSessionRequest): Promise<SsoSession> {
    const key = keyText(center);
    const known = this.#known.get(key);
    if (known !== undefined) {
      const session = await known;
      if (this.#isUsable(session, request)) return session;
      // Another caller may have found the same, and started.
      const newer = this.#known.get(key);
      if (newer !== undefined && newer !== known) return await newer;
    }
    const started = this.#find(center, request);
    this.#known.set(key, started);
    try {
      return await started;
    } catch (error) {
      if (this.#known.get(key) === started) this.#known.delete(key);
      throw error;
    }
  }

  async #find(center: IdentityCenter, request: SsoSessionRequest): Promise<SsoSession> {
    const { sessions, oidc } = this.#ports;
    // An untrusted endpoint fails here, before a session is read or the user is asked to log in.
    if (center.endpointUrl !== undefined) oidc.authorizePage(center);
    const kept = await sessions.read(center);
    if (kept !== undefined && this.#isUsable(kept, request)) return kept;
    using _lock = await this.#hold(center, request.deadline);
    // The previous holder of the lock may have done the work.
    const current = await sessions.read(center);
    if (current !== undefined && this.#isUsable(current, request)) return current;
    const found = await this.#inKeyring(center, current, request);
    if (found !== undefined) return found;
    const session = await this.#renew(center, current, request);
    await sessions.write(session);
    return session;
  }

  /** The login that Atmos stores in a keyring, if the stored session is unusable. */
  async #inKeyring(
    center: IdentityCenter,
    kept: SsoSession | undefined,
    request: SsoSessionRequest,
  ): Promise<SsoSession | undefined> {
    const { keyring, clock, notes } = this.#ports;
    // A login without a start URL has no endpoint, either.
    if (request.keyringRealm === undefined || center.endpoint !== undefined) return undefined;
    if (kept !== undefined && refreshGrant(kept, clock()) !== undefined) return undefined;
    const { name, startUrl, region } = center;
    const entry = await keyring.find({ name, realm: request.keyringRealm, keyring: center.keyring });
    const login = entry.kind === "entry" ? readKeyringLogin(entry.text.expose(), region) : undefined;
    if (entry.kind === "none" || login === undefined) return undefined;
    const session: SsoSession = { startUrl, region, ...login, startUrlUnknown: true };
    if (!this.#isUsable(session, request)) return undefined;
    notes.debug(`Using the login to "${name}" from ${entry.from}`);
    return session;
  }

  /** Refreshes the session, or lets the user log in if that is no longer possible. */
  async #renew(
    center: IdentityCenter,
    kept: SsoSession | undefined,
    request: SsoSessionRequest,
  ): Promise<SsoSession> {
    if (kept === undefined) return await this.#logIn(center, "there is no session", request);
    const { signal } = request.deadline;
    const isRejected = this.#isRejected(kept, request);
    const grant = refreshGrant(kept, this.#ports.clock());
    if (grant === undefined) {
      if (isRejected) await this.#ports.sessions.write(spentSession(kept));
      return await this.#logIn(
        center,
        isRejected ? "AWS has ended the session" : "the session has expired",
        request,
      );
    }
    const { registration, refreshToken } = grant;
    const answer = await this.#ports.oidc.createToken(
      registration,
      { kind: "refresh", refreshToken },
      ssoOptions(center, signal),
    );
    if (answer.kind === "tokens") return sessionOf(center, answer.tokens, registration, grant);
    await this.#ports.sessions.write(spentSession(kept));
    const words = answer.kind === "refused" ? answer.words : answer.kind;
    return await this.#logIn(center, `the session can no longer be refreshed (${words})`, request);
  }

  async #logIn(center: IdentityCenter, state: string, { deadline }: SsoSessionRequest): Promise<SsoSession> {
    const { prompter, browser, options } = this.#ports;
    if (!prompter.interactive) throw loginRequired(center, state, options);
    using _pause = deadline.pause();
    const byBrowser = options.device || !browser.available
      ? undefined
      : await browserFlow(center, deadline.signal, this.#ports);
    return byBrowser ?? await deviceFlow(center, deadline.signal, this.#ports);
  }

  async #hold(center: IdentityCenter, deadline: Deadline): Promise<Disposable> {
    const { prompter, sessions, options } = this.#ports;
    const { signal } = deadline;
    try {
      const timeoutMs = prompter.interactive ? QUIET_WAIT_MS : PATIENCE_MS;
      const lock = await sessions.hold(center, { timeoutMs, signal });
      if (lock !== undefined) return lock;
      if (!prompter.interactive) throw loginBusy(center, options);
      prompter.tell(
        `Another process is logging in to IAM Identity Center "${escapeText(center.name)}": waiting for it\n`,
      );
      using _pause = deadline.pause();
      const late = await sessions.hold(center, { timeoutMs: PATIENCE_MS, signal });
      if (late !== undefined) return late;
    } catch (error) {
      if (!signal.aborted || signal.reason instanceof CancelledError) throw error;
    }
    throw loginBusy(center, options);
  }

  #isUsable(session: SsoSession, request: SsoSessionRequest): boolean {
    const isSure = session.startUrlUnknown !== true || request.keyringRealm !== undefined;
    return isSure && isFresh(session, this.#ports.clock()) && !this.#isRejected(session, request);
  }

  #isRejected({ accessToken }: SsoSession, { rejected }: SsoSessionRequest): boolean {
    return accessToken.expose() === rejected?.expose();
  }
}
