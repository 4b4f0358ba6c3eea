import { match, ok, strictEqual } from "node:assert/strict";
import { SsoLogin } from "../../../../src/app/identities/identity_center/sso_login.ts";
import type { SsoLoginPorts } from "../../../../src/app/identities/identity_center/sso_ports.ts";
import { DEFAULT_LOGIN_OPTIONS } from "../../../../src/app/identities/contract/identity_step.ts";
import type { ErrorCode } from "../../../../src/domain/errors/error_codes.ts";
import { AtmosEcrError } from "../../../../src/domain/errors/errors.ts";
import { Secret } from "../../../../src/domain/secret.ts";
import type { IdentityCenter } from "../../../../src/domain/sso/identity_center.ts";
import type { SsoSession } from "../../../../src/domain/sso/sso_session.ts";
import { MemoryBrowser } from "../../../fakes/memory_browser.ts";
import { MemoryProvisionedIdentities } from "../../../fakes/memory_provisioned_identities.ts";
import { MemorySsoOidc } from "../../../fakes/memory_sso_oidc.ts";
import { MemorySsoPortal } from "../../../fakes/memory_sso_portal.ts";
import { MemorySsoSessions } from "../../../fakes/memory_sso_sessions.ts";
import { PatientDeadline } from "../../../fakes/patient_deadline.ts";
import { NON_INTERACTIVE_PROMPTER, ScriptedPrompter } from "../../../fakes/scripted_prompter.ts";

export const NOW: Date = new Date("2026-01-01T00:00:00Z");

export const CENTER: IdentityCenter = {
  name: "acme-sso",
  startUrl: "https://acme.awsapps.com/start",
  region: "us-east-1",
  autoProvision: false,
};

/** A kept session whose access token ends in some minutes from {@linkcode NOW}. */
export function kept(minutes: number, parts: Partial<SsoSession> = {}): SsoSession {
  return {
    startUrl: CENTER.startUrl,
    region: CENTER.region,
    accessToken: new Secret("kept"),
    expiresAt: new Date(NOW.getTime() + minutes * 60_000),
    ...parts,
  };
}

/** What makes a session one that can be refreshed. */
export const REFRESHABLE = {
  refreshToken: new Secret("refresh-0"),
  registration: { clientId: "client", clientSecret: new Secret("secret") },
} satisfies Partial<SsoSession>;

/** A login with everything around it in memory: nobody at the terminal, no browser, nothing kept, and time that does not pass. */
export class SsoBench {
  readonly oidc = new MemorySsoOidc([CENTER.startUrl], () => NOW);
  readonly portal = new MemorySsoPortal();
  readonly sessions = new MemorySsoSessions();
  readonly browser = new MemoryBrowser((url) => this.oidc.browse(url));
  readonly provisioned = new MemoryProvisionedIdentities();
  /** Warnings on the side. */
  readonly warnings: string[] = [];
  readonly deadline = new PatientDeadline();
  /** Milliseconds of every wait. */
  readonly slept: number[] = [];
  /** Who sits at the terminal. */
  prompter: ScriptedPrompter | undefined;
  options = DEFAULT_LOGIN_OPTIONS;
  /** What a keyring has under the name of {@linkcode CENTER}. */
  keyringText: string | undefined;
  /** Whether the clock stood still whenever somebody waited. */
  wasPaused = true;

  constructor() {
    this.browser.available = false;
    this.oidc.refreshTokens.add("refresh-0");
  }

  /** Puts somebody at the terminal. */
  withPerson(): ScriptedPrompter {
    return this.prompter = new ScriptedPrompter();
  }

  ports(): SsoLoginPorts {
    const { oidc, portal, sessions, browser, prompter = NON_INTERACTIVE_PROMPTER, options } = this;
    return {
      oidc,
      portal,
      sessions,
      keyring: {
        find: () =>
          Promise.resolve(
            this.keyringText === undefined
              ? { kind: "none" }
              : { kind: "entry", text: new Secret(this.keyringText), from: "a keyring" },
          ),
      },
      browser,
      prompter,
      options,
      provisioned: this.provisioned,
      notes: { warning: (sentence) => void this.warnings.push(sentence), debug: () => {} },
      callbacks: browser.callbacks,
      clock: () => NOW,
      sleep: (milliseconds, signal) => {
        signal.throwIfAborted();
        this.slept.push(milliseconds);
        this.wasPaused &&= this.deadline.paused > 0;
        return Promise.resolve();
      },
    };
  }

  /** A login of a new process. */
  login(): SsoLogin {
    return new SsoLogin(this.ports());
  }

  /** The access token that a new process gets. */
  async accessToken(rejected?: string): Promise<string> {
    const { deadline } = this;
    const wish = rejected === undefined ? { deadline } : { deadline, rejected: new Secret(rejected) };
    return (await this.login().session(CENTER, wish)).accessToken.expose();
  }
}

/** Whether an error is the one that is expected; for `rejects()`. */
export function failure(code: ErrorCode, message: RegExp): (error: unknown) => boolean {
  return (error) => {
    ok(error instanceof AtmosEcrError, String(error));
    strictEqual(error.code, code);
    match(error.message, message);
    return true;
  };
}
