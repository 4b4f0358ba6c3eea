/** The `auth` commands and a provider: its login, its identities and the integrations that are linked to it. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { AwsError } from "../../../src/domain/errors/errors.ts";
import { Secret } from "../../../src/domain/secret.ts";
import { AuthBench } from "../../support/auth_bench.ts";
import { DEV, DEV_HOST, SSO_START_URL, SSO_YAML, SSO_YAML_OF_TWO } from "../../support/auth_bench_yaml.ts";

/** A home in which somebody is logged in to the provider. */
async function loggedIn(yaml = SSO_YAML): Promise<AuthBench> {
  const bench = new AuthBench(yaml);
  await bench.ssoSessions.write({
    startUrl: SSO_START_URL,
    region: "us-east-1",
    accessToken: new Secret("token"),
    expiresAt: new Date(bench.now.getTime() + 3_600_000),
  });
  return bench;
}

function actions({ portal }: AuthBench): string[] {
  return portal.calls.map(({ action }) => action);
}

/** What needs a login to the provider. */
const NEEDY: readonly (readonly string[])[] = [
  ["login"],
  ["login", "--provider", "acme-sso"],
  ["whoami"],
  ["exec", "--", "true"],
  ["env", "--login"],
];

Deno.test("without a session and without a terminal, commands exit with 4 and name the command to run", async (t) => {
  const bench = new AuthBench(SSO_YAML);
  for (const args of NEEDY) {
    await t.step(args.join(" "), async () => {
      const { code, stdout, stderr } = await bench.run(["-o", "json", "auth", ...args]);
      strictEqual(code, 4, stderr);
      const { error } = JSON.parse(stdout);
      strictEqual(error.code, "LOGIN_REQUIRED");
      match(error.hint, /atmos-ecr auth login/);
      deepStrictEqual([bench.asked, actions(bench), bench.started], [[], [], []]);
    });
  }
});

Deno.test("auth login --provider runs linked integrations with its only identity", async () => {
  const bench = await loggedIn();
  const { code, stdout, stderr } = await bench.run([
    "auth",
    "login",
    "--provider",
    "Acme-SSO",
    "-o",
    "json",
  ]);
  deepStrictEqual([code, stderr], [0, ""]);
  const { expiration, registries: [registry], ...rest } = JSON.parse(stdout);
  strictEqual(Date.parse(expiration), bench.now.getTime() + 3_600_000);
  deepStrictEqual(rest, {
    version: 1,
    realm: "acme",
    provider: "acme-sso",
    identity: null,
    account: null,
    principal: null,
    region: "us-east-1",
  });
  deepStrictEqual([registry.identity, registry.status, bench.logins], ["dev-admin", "ok", [DEV_HOST]]);
});

Deno.test("auth login --provider lists the possible identities of an ambiguous integration", async () => {
  const bench = await loggedIn(SSO_YAML_OF_TWO);
  const { code, stderr } = await bench.run(["auth", "login", "--provider", "acme-sso"]);
  strictEqual(code, 0, stderr);
  match(stderr, /✓ Logged in to acme-sso\n/);
  match(
    stderr,
    /Warning: Integration "dev\/ecr" failed: .*several identities use provider "ACME-SSO" \[INTEGRATION_NOT_LINKED\]\..*dev-admin, prod-admin/,
  );
  deepStrictEqual(actions(bench), []);
  const named = await bench.run(["auth", "login", "--provider", "acme-sso", "-o", "json"], {
    env: { ATMOS_IDENTITY: "dev-admin" },
  });
  deepStrictEqual(JSON.parse(named.stdout).registries[0].identity, "dev-admin");
});

/** Command → what its JSON says of the registry. */
const LINKED: readonly (readonly [readonly string[], RegExp])[] = [
  [["login", "dev/ecr"], /"identity": "dev-admin",\s+"status": "ok"/],
  [["token", DEV_HOST], /"identity": "dev-admin"/],
  [["explain", DEV_HOST], /"chain": \[\s+"acme-sso",\s+"dev-admin"\s+\]/],
  [["status"], /"identity": "dev-admin"/],
  [["list"], /"provider": "ACME-SSO"/],
  [["logout", "--identity", "dev-admin"], /"integration": "dev\/ecr"/],
];

Deno.test("an integration that is linked to a provider works wherever one that is linked to an identity does", async (t) => {
  const bench = await loggedIn();
  for (const [args, expected] of LINKED) {
    await t.step(args.join(" "), async () => {
      const { code, stdout, stderr } = await bench.run([...args, "-o", "json"]);
      strictEqual(code, 0, stderr);
      match(stdout, expected);
    });
  }
  await t.step("auth exec", async () => {
    deepStrictEqual(bench.logins, []);
    strictEqual((await bench.run(["auth", "exec", "--", "true"])).code, 0);
    deepStrictEqual(bench.logins, [DEV_HOST]);
    strictEqual(bench.started[0]?.env["DOCKER_CONFIG"], "/home/user/.docker");
  });
});

Deno.test("auth logout --provider removes and revokes the login, and removes everything based on it", async () => {
  const bench = await loggedIn();
  strictEqual((await bench.run(["auth", "login"])).code, 0);
  // It may have a login, too, but that is no failure.
  bench.keyring.trouble = "it is locked";
  const preview = await bench.run(["auth", "logout", "--provider", "acme-sso", "--dry-run"]);
  strictEqual(bench.ssoSessions.sessions.size, 1);
  const { code, stderr } = await bench.run(["auth", "logout", "--provider", "ACME-sso"]);
  strictEqual(code, 0, stderr);
  strictEqual(stderr.replaceAll("✓ Removed", "Would remove"), preview.stderr);
  match(
    stderr,
    /the session of dev-admin in .*\n.*the login to acme-sso\n.*Docker's login for 222233334444\.dkr\.ecr/,
  );
  deepStrictEqual([bench.ssoSessions.sessions.size, bench.logins], [0, []]);
  strictEqual(actions(bench).at(-1), "Logout");
  strictEqual(bench.sessions.actions.at(-1), "remove dev-admin");
});

Deno.test("a session that AWS does not revoke causes a warning, and is removed locally", async () => {
  const bench = await loggedIn();
  bench.portal.failure = () => new AwsError("AWS_REJECTED", "no");
  const { code, stderr } = await bench.run(["auth", "logout", "--all"]);
  strictEqual(code, 0, stderr);
  match(stderr, /Warning: The session of "acme-sso" remains valid at AWS until it expires: no\n/);
  match(stderr, /✓ Removed the login to acme-sso/);
  strictEqual(bench.ssoSessions.sessions.size, 0);
});

Deno.test("auth logout IDENTITY leaves the login to its provider", async () => {
  const bench = await loggedIn();
  strictEqual((await bench.run(["auth", "login"])).code, 0);
  strictEqual((await bench.run(["auth", "logout", "dev-admin"])).code, 0);
  strictEqual(bench.ssoSessions.sessions.size, 1);
  ok(!actions(bench).includes("Logout"));
});

const OWN = SSO_YAML_OF_TWO.replace("dev-admin:\n", "dev-admin:\n      default: true\n").replace(
  "  integrations:\n",
  `  integrations:
    own: {kind: aws/ecr, via: {identity: dev-admin}, spec: {registry: {account_id: "333344445555", region: us-east-1}}}
`,
);

/** Command, and `ATMOS_IDENTITY` → the identities of the registries, or a code. */
const PREFERRED: readonly (readonly [readonly string[], string, readonly (string | null)[] | string])[] = [
  [["login", "dev/ecr"], "prod-admin", ["prod-admin"]],
  [["login", "dev/ecr"], "", ["dev-admin"]],
  [["login", "dev/ecr"], "nobody", "IDENTITY_NOT_FOUND"],
  [["login", DEV_HOST], "PROD-admin", ["prod-admin"]],
  [["login", "--all"], "prod-admin", ["dev-admin", "prod-admin"]],
  [["login", DEV_HOST, "own"], "prod-admin", ["dev-admin", "prod-admin"]],
  [["login", "-i", "dev-admin"], "prod-admin", ["dev-admin", "dev-admin"]],
  [["explain", DEV_HOST], "prod-admin", ["prod-admin"]],
  [["status", DEV_HOST], "prod-admin", ["prod-admin"]],
  // What a variable says is no part of a pin.
  [["docker", "install", DEV_HOST], "prod-admin", ["dev-admin"]],
  // As many as the login of that identity.
  [["logout", "-i", "DEV-admin"], "", ["dev-admin", null]],
];

Deno.test("ATMOS_IDENTITY decides between the identities of a provider before the default one", async (t) => {
  const bench = await loggedIn(OWN);
  strictEqual(bench.portal.assignments[0]?.account.id, DEV);
  for (const [args, variable, expected] of PREFERRED) {
    await t.step(`${args.join(" ")} with "${variable}"`, async () => {
      const dryRun = args[0] === "explain" || args[0] === "status" ? [] : ["--dry-run"];
      const { stdout } = await bench.run([...args, ...dryRun, "-o", "json"], {
        env: { ATMOS_IDENTITY: variable },
      });
      const { registries = [], error, identity } = JSON.parse(stdout);
      const found = registries.map(({ identity }: { identity: string }) => identity);
      deepStrictEqual(identity !== undefined ? [identity] : error?.code ?? found, expected);
    });
  }
});

Deno.test("what leads to a pin names the identity that was chosen for it", async () => {
  const bench = new AuthBench(OWN);
  const pinned = await bench.run(["docker", "install", "-i", "prod-admin"]);
  strictEqual(pinned.code, 0, pinned.stderr);
  match(pinned.stderr, /log in: `atmos-ecr login 222233334444\S+ --identity prod-admin`/);
  const other = await bench.run(["login", "dev/ecr", "--dry-run"]);
  match(
    other.stderr,
    /Run `atmos-ecr docker install 222233334444\S+ --chdir \S+ --repin` to pin it to this one/,
  );
  const explained = await bench.run(["explain", DEV_HOST]);
  match(
    explained.stdout,
    /\n {13}matches that file, but this configuration links it to identity "dev-admin"\n/,
  );
});
