/** `status` says whether a person has to log in, without a call to AWS. */
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { resolveChain, targetOf } from "../../../src/domain/identity/chain.ts";
import { sessionPlace } from "../../../src/domain/identity/session_place.ts";
import { Secret } from "../../../src/domain/secret.ts";
import type { SsoSession } from "../../../src/domain/sso/sso_session.ts";
import { loadAuth } from "../../../src/app/config/load_auth.ts";
import type { RegistryState } from "../../../src/domain/docker/registry_state.ts";
import { after, HOST, pin, tokenLeft } from "../../support/helper_fixtures.ts";
import { StatusBench } from "./status_bench.ts";

const START_URL = "https://acme.awsapps.com/start";
const YAML = `auth:
  providers:
    acme-sso: {kind: aws/iam-identity-center, start_url: "${START_URL}", region: us-east-1}
    okta: {kind: aws/saml, url: "https://acme.okta.com/app", driver: browser, region: us-east-1}
  identities:
    dev-admin:
      kind: aws/permission-set
      default: true
      via: {provider: acme-sso}
      principal: {name: Admin, account: {id: "222233334444"}}
    saml:
      kind: aws/assume-role
      via: {provider: okta}
      principal: {assume_role: "arn:aws:iam::222233334444:role/dev"}
    keys: {kind: aws/user, credentials: {access_key_id: A, secret_access_key: b}}
    mfa:
      kind: aws/user
      credentials: {access_key_id: A, secret_access_key: b, mfa_arn: "arn:aws:iam::222233334444:mfa/me"}
    env: {kind: aws/ambient}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {provider: ACME-SSO}, spec: {registry: {account_id: "222233334444", region: us-east-1}}}
`;

const pinTo = (identity: string): ReturnType<typeof pin> => {
  const { integration: _none, ...made } = pin({ files: ["/project/atmos.yaml"], identity });
  return identity === "dev-admin" ? { ...made, integration: "dev/ecr" } : made;
};

function bench(identity: string): StatusBench {
  return new StatusBench({
    yaml: YAML,
    docker: { credHelpers: { [HOST]: "atmos-ecr" } },
    pins: [pinTo(identity)],
    variables: { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE" },
  });
}

/** A login to IAM Identity Center with so many seconds left. */
function login(seconds: number, rest: Partial<SsoSession> = {}): SsoSession {
  return {
    startUrl: START_URL,
    region: "us-east-1",
    accessToken: new Secret("access"),
    expiresAt: after(seconds),
    ...rest,
  };
}

const REFRESH: Partial<SsoSession> = {
  refreshToken: new Secret("refresh"),
  registration: { clientId: "id", clientSecret: new Secret("secret"), expiresAt: after(3600) },
};
const LOGIN = "atmos-ecr login dev/ecr --chdir /project";

Deno.test("dockerStatus() distinguishes a missing, expired and valid IAM Identity Center login, with and without a token", async (t) => {
  const rows: readonly (readonly [string, SsoSession | undefined, tokenLeft: number, RegistryState])[] = [
    ["none", undefined, 0, "login_needed"],
    ["one that is over", login(-60), 0, "login_needed"],
    ["one whose registration is over", login(-60, { ...REFRESH, ...expired() }), 0, "login_needed"],
    ["one that can be refreshed", login(-60, REFRESH), 0, "no_token"],
    ["one that lasts", login(3600), 0, "no_token"],
    ["a fresh token and no login", login(-60), 11 * 3600, "ready"],
    ["a stale token and no login", login(-60), 5 * 3600, "login_needed"],
    ["a stale token and a login", login(3600), 5 * 3600, "ready"],
  ];
  for (const [name, session, seconds, state] of rows) {
    await t.step(name, async () => {
      const machine = bench("dev-admin");
      if (session !== undefined) await machine.ssoSessions.write(session);
      if (seconds > 0) await machine.cacheToken(pinTo("dev-admin"), tokenLeft(seconds));
      const { registries: [status] } = await machine.status(HOST);
      deepStrictEqual([status?.state, status?.identity, status?.command], [
        state,
        "dev-admin",
        state === "login_needed" ? LOGIN : undefined,
      ]);
    });
  }
});

function expired(): Partial<SsoSession> {
  return { registration: { clientId: "id", clientSecret: new Secret("secret"), expiresAt: after(-1) } };
}

Deno.test("dockerStatus() needs no login for a session that lasts, nor for keys; it does for SAML and for an MFA code", async (t) => {
  const rows: readonly (readonly [identity: string, sessionSeconds: number, RegistryState])[] = [
    ["dev-admin", 16 * 60, "no_token"],
    ["dev-admin", 14 * 60, "login_needed"],
    ["saml", 0, "login_needed"],
    ["saml", 3600, "no_token"],
    ["keys", 0, "no_token"],
    ["mfa", 0, "login_needed"],
    ["mfa", 3600, "no_token"],
    ["env", 0, "no_token"],
  ];
  for (const [identity, seconds, state] of rows) {
    await t.step(`${identity}, ${seconds} s`, async () => {
      const machine = bench(identity);
      if (seconds > 0) {
        const { auth, config } = await loadAuth(machine.ports);
        const chain = resolveChain(auth, identity);
        machine.sessions.keepMarked(sessionPlace(chain, targetOf(chain), config.realm.value), {
          accessKeyId: "ASIA",
          secretAccessKey: new Secret("secret"),
          sessionToken: new Secret("token"),
          expiresAt: after(seconds),
        });
      }
      strictEqual((await machine.status(HOST)).registries[0]?.state, state);
    });
  }
});
