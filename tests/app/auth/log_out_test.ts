import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { logOut, type LogoutPorts } from "../../../src/app/auth/log_out.ts";
import { type LogoutPlan, planLogout } from "../../../src/app/auth/plan_logout.ts";
import { findIdentityCenter } from "../../../src/domain/sso/identity_center.ts";
import { Secret } from "../../../src/domain/secret.ts";
import { session } from "../../contracts/identity_sessions_contract.ts";
import { MemoryIdentitySessions } from "../../fakes/memory_identity_sessions.ts";
import { MemorySignIn } from "../../fakes/memory_sign_in.ts";
import { MemorySsoSessions } from "../../fakes/memory_sso_sessions.ts";
import { PatientDeadline } from "../../fakes/patient_deadline.ts";
import { authConfig } from "../../support/config_tree.ts";

const NOW = new Date("2026-01-01T00:00:00Z");
const AUTH = authConfig({
  providers: {
    sso: { kind: "aws/iam-identity-center", start_url: "https://a.awsapps.com/start", region: "us-east-1" },
  },
  identities: {
    dev: {
      kind: "aws/permission-set",
      via: { provider: "sso" },
      principal: { name: "A", account: { id: "111122223333" } },
    },
    me: { kind: "aws/user" },
  },
});

/** A logout of everything, and what it removes. */
class Bench {
  readonly sessions = new MemoryIdentitySessions();
  readonly ssoSessions = new MemorySsoSessions();
  readonly signIn = new MemorySignIn();
  readonly plan: LogoutPlan = planLogout(AUTH, { kind: "all" }, "acme");
  /** The access tokens that AWS was told to end. */
  readonly ended: string[] = [];

  async logOut(): Promise<string[]> {
    const ports: Partial<LogoutPorts> = {
      sessions: this.sessions,
      ssoSessions: this.ssoSessions,
      signInLogins: this.signIn,
      keychain: false,
      deadlines: () => new PatientDeadline(),
      clock: () => NOW,
    };
    const outcomes = await logOut(this.plan, {
      ...ports,
      keyring: { has: () => Promise.resolve(false) },
      provisioned: { find: () => Promise.resolve(undefined) },
      ssoPortal: {
        logout: (token: Secret) => {
          this.ended.push(token.expose());
          return Promise.resolve();
        },
      },
    } as unknown as LogoutPorts);
    return outcomes.map(({ kind, status }) => `${kind} ${status}`);
  }
}

Deno.test("a session that another logout removes at the same time is no failure", async () => {
  const bench = new Bench();
  const [dev] = bench.plan.sessions;
  ok(dev !== undefined);
  bench.sessions.keepMarked(dev.place, session("dev"));
  const { remove } = bench.sessions;
  bench.sessions.remove = async (place) => {
    await remove.call(bench.sessions, place);
    return await remove.call(bench.sessions, place);
  };
  deepStrictEqual(await bench.logOut(), []);
  // One that cannot be removed is a failure.
  bench.sessions.keepMarked(dev.place, session("dev"));
  bench.sessions.remove = () => Promise.resolve(false);
  deepStrictEqual(await bench.logOut(), ["session failed"]);
});

Deno.test("a login that another process is renewing does not come back after the logout", async () => {
  const bench = new Bench();
  const center = findIdentityCenter(AUTH.providers.get("sso")?.value ?? { kind: "" } as never);
  const [owner] = bench.plan.signIns;
  ok(center !== undefined && owner !== undefined);
  const { startUrl, region } = center;
  const sso = (accessToken: string) => ({
    startUrl,
    region,
    accessToken: new Secret(accessToken),
    expiresAt: new Date(NOW.getTime() + 3_600_000),
  });
  const signIn = (refreshToken: string) => ({
    refreshToken: new Secret(refreshToken),
    region,
    expiresAt: NOW,
    dpopKey: new Secret("key"),
  });
  await bench.ssoSessions.write(sso("old"));
  await bench.signIn.write(owner, signIn("old"));
  const { signal } = new AbortController();
  const lock = await bench.ssoSessions.hold(center, { timeoutMs: 1000, signal });
  const { hold } = bench.signIn;
  bench.signIn.hold = async (...args) => {
    await bench.signIn.write(owner, signIn("renewed"));
    return await hold.apply(bench.signIn, args);
  };
  const loggedOut = bench.logOut();
  await new Promise((resolve) => setTimeout(resolve, 10));
  await bench.ssoSessions.write(sso("renewed"));
  lock?.[Symbol.dispose]();
  deepStrictEqual(await loggedOut, ["sso ok", "sign-in ok"]);
  strictEqual(await bench.ssoSessions.read(center), undefined);
  strictEqual(await bench.signIn.read(owner), undefined);
  deepStrictEqual(bench.ended, ["renewed"]);
});
