import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { fakePrograms } from "../support/helper_home.ts";
import { leaveSsoSession, SSO_YAML, SSO_YAML_OF_TWO, ssoSessionPath, ssoWorld } from "./sso_world.ts";
import { DEV, hostOf, PROD, type World } from "./world.ts";

function actions(world: World): string[] {
  return world.aws.requests.map(({ action }) => action);
}

async function exists(path: string): Promise<boolean> {
  return (await Deno.stat(path).catch(() => undefined)) !== undefined;
}

for (
  const args of [["login"], ["login", "--provider", "acme-sso"], ["whoami"], ["exec", "--", "true"], [
    "env",
    "--login",
  ]]
) {
  Deno.test(`auth ${args.join(" ")} without a session and without a terminal exits with 4 and names the command to run`, async () => {
    const { world } = await ssoWorld();
    await using _world = world;
    const { code, stdout, stderr } = await world.run(["-o", "json", "auth", ...args]);
    strictEqual(code, 4, stderr);
    const { error } = JSON.parse(stdout);
    strictEqual(error.code, "LOGIN_REQUIRED");
    match(error.hint, /atmos-ecr auth login/);
    strictEqual(world.aws.requests.length, 0);
  });
}

Deno.test("with Atmos' session, auth login only makes necessary calls, and runs the provider's integrations", async () => {
  const { world, center } = await ssoWorld();
  await using _world = world;
  await leaveSsoSession(world, center);
  const { code, stderr } = await world.run(["auth", "login"]);
  strictEqual(code, 0, stderr);
  match(stderr, /✓ Logged in as dev-admin\n[\s\S]* {2}Provider +acme-sso\n/);
  match(
    stderr,
    /✓ Logged in to 222233334444\.dkr\.ecr\.us-east-1\.amazonaws\.com as dev-admin, for dev\/ecr/,
  );
  const [list, credentials, ...atOnce] = actions(world);
  deepStrictEqual([list, credentials, ...atOnce.toSorted()], [
    "ListAccounts",
    "GetRoleCredentials",
    "GetAuthorizationToken",
    "GetCallerIdentity",
  ]);
});

Deno.test("auth login --provider stores the login, and runs linked integrations with its only identity", async () => {
  const { world, center } = await ssoWorld();
  await using _world = world;
  await leaveSsoSession(world, center);
  const { code, stdout, stderr } = await world.run(["auth", "login", "--provider", "Acme-SSO", "-o", "json"]);
  strictEqual(code, 0, stderr);
  const { expiration, realm: _realm, registries: [registry], ...rest } = JSON.parse(stdout);
  ok(Date.parse(expiration) > Date.now());
  deepStrictEqual(rest, {
    version: 1,
    provider: "acme-sso",
    identity: null,
    account: null,
    principal: null,
    region: "us-east-1",
  });
  deepStrictEqual([registry.identity, registry.status], ["dev-admin", "ok"]);
  ok(await world.password(hostOf(DEV)) !== undefined);
});

Deno.test("auth login --provider lists the possible identities of an ambiguous integration", async () => {
  const { world, center } = await ssoWorld(SSO_YAML_OF_TWO);
  await using _world = world;
  await leaveSsoSession(world, center);
  const { code, stderr } = await world.run(["auth", "login", "--provider", "acme-sso"]);
  strictEqual(code, 0, stderr);
  match(stderr, /✓ Logged in to acme-sso\n/);
  match(
    stderr,
    /Warning: Integration "dev\/ecr" failed: .*several identities use provider "ACME-SSO" \[INTEGRATION_NOT_LINKED\]\..*dev-admin, prod-admin/,
  );
  deepStrictEqual(actions(world), []);
  const named = await world.run(["auth", "login", "--provider", "acme-sso", "-o", "json"], {
    env: { ATMOS_IDENTITY: "dev-admin" },
  });
  deepStrictEqual(JSON.parse(named.stdout).registries[0].identity, "dev-admin");
  const both = await world.run(["auth", "login", "-i", "dev-admin", "--provider", "acme-sso"]);
  deepStrictEqual([both.code, /Cannot combine an identity with --provider/.test(both.stderr)], [2, true]);
});

Deno.test("an integration that is linked to a provider works wherever one that is linked to an identity does", async () => {
  const { world, center } = await ssoWorld();
  await using _world = world;
  await leaveSsoSession(world, center);
  /** Command → what its JSON says of the registry. */
  const rows: readonly (readonly [readonly string[], RegExp])[] = [
    [["login", "dev/ecr"], /"identity": "dev-admin",\s+"status": "ok"/],
    [["token", hostOf(DEV)], /"identity": "dev-admin"/],
    [["explain", hostOf(DEV)], /"chain": \[\s+"acme-sso",\s+"dev-admin"\s+\]/],
    [["status"], /"identity": "dev-admin"/],
    [["list"], /"provider": "ACME-SSO"/],
    [["logout", "--identity", "dev-admin"], /"integration": "dev\/ecr"/],
  ];
  for (const [args, expected] of rows) {
    const { code, stdout, stderr } = await world.run([...args, "-o", "json"]);
    strictEqual(code, 0, `${args.join(" ")}: ${stderr}`);
    match(stdout, expected);
  }
  strictEqual(await world.password(hostOf(DEV)), undefined);
  const { stdout } = await world.run(["auth", "exec", "--", "printenv", "DOCKER_CONFIG"]);
  strictEqual(stdout, `${world.sandbox.dockerDirectory}\n`);
  ok(await world.password(hostOf(DEV)) !== undefined);
});

Deno.test("auth list shows how long the login to a provider lasts", async () => {
  const { world, center } = await ssoWorld();
  await using _world = world;
  await leaveSsoSession(world, center);
  match(
    (await world.run(["auth", "list", "--providers"])).stdout,
    /^provider +acme-sso +aws\/iam-identity-center +- +valid, expires in 1h /m,
  );
});

Deno.test("auth logout --provider removes and revokes the login, and removes everything based on it", async () => {
  const { world, center } = await ssoWorld();
  await using _world = world;
  await leaveSsoSession(world, center);
  strictEqual((await world.run(["auth", "login"])).code, 0);
  const preview = await world.run(["auth", "logout", "--provider", "acme-sso", "--dry-run"]);
  ok(await exists(ssoSessionPath(world)));
  const { code, stderr } = await world.run(["auth", "logout", "--provider", "ACME-sso"]);
  strictEqual(code, 0, stderr);
  strictEqual(stderr.replaceAll("✓ Removed", "Would remove"), preview.stderr);
  match(
    stderr,
    /the session of dev-admin in .*\n.*the login to acme-sso\n.*Docker's login for 222233334444\.dkr\.ecr/,
  );
  deepStrictEqual([await exists(ssoSessionPath(world)), await world.password(hostOf(DEV))], [
    false,
    undefined,
  ]);
  strictEqual(actions(world).at(-1), "Logout");
  ok(!(await world.credentialsFile("acme-sso")).includes("[dev-admin]"));
});

Deno.test("a session that AWS does not revoke causes a warning, and is removed locally", async () => {
  const { world, center } = await ssoWorld();
  await using _world = world;
  await leaveSsoSession(world, center);
  world.aws.faults.add({
    service: "sso",
    action: "Logout",
    effect: { kind: "error", status: 500, code: "X" },
  });
  const { code, stderr } = await world.run(["auth", "logout", "--all"]);
  strictEqual(code, 0, stderr);
  match(stderr, /Warning: The session of "acme-sso" remains valid at AWS until it expires: /);
  match(stderr, /✓ Removed the login to acme-sso/);
  strictEqual(await exists(ssoSessionPath(world)), false);
});

Deno.test("auth logout IDENTITY leaves the login to its provider", async () => {
  const { world, center } = await ssoWorld();
  await using _world = world;
  await leaveSsoSession(world, center);
  strictEqual((await world.run(["auth", "login"])).code, 0);
  strictEqual((await world.run(["auth", "logout", "dev-admin"])).code, 0);
  ok(await exists(ssoSessionPath(world)));
  ok(!actions(world).includes("Logout"));
});

Deno.test("auth login stores the provider's identities, and auth logout --provider removes them", async () => {
  const { world, center } = await ssoWorld(
    SSO_YAML.replace("acme-sso: {", "acme-sso: {auto_provision_identities: true, "),
  );
  await using _world = world;
  await leaveSsoSession(world, center);
  const { code, stderr } = await world.run(["auth", "login"]);
  strictEqual(code, 0, stderr);
  match((await world.run(["auth", "list"])).stdout, /^identity +prod\/Admin +aws\/permission-set +acme-sso/m);
  strictEqual((await world.run(["auth", "whoami", "-i", "prod/Admin"])).code, 0);
  const logout = await world.run(["auth", "logout", "--provider", "acme-sso", "-o", "json"]);
  strictEqual(logout.code, 0, logout.stderr);
  deepStrictEqual(
    JSON.parse(logout.stdout).removed.map((
      { kind, identity, provider }: Record<string, string>,
    ) => [kind, identity ?? provider]),
    [
      ["session", "prod/Admin"],
      ["session", "dev-admin"],
      ["sso", "acme-sso"],
      ["identities", "acme-sso"],
      ["docker", null],
    ],
  );
  ok(!(await world.run(["auth", "list"])).stdout.includes("prod/Admin"));
});

Deno.test("ATMOS_IDENTITY decides between the identities of a provider before the default one", async (t) => {
  const twoOfOne = SSO_YAML_OF_TWO.replace("dev-admin:\n", "dev-admin:\n      default: true\n").replace(
    "  integrations:\n",
    `  integrations:
    own: {kind: aws/ecr, via: {identity: dev-admin}, spec: {registry: {account_id: "${PROD}", region: us-east-1}}}
`,
  );
  const { world } = await ssoWorld(twoOfOne);
  await using _world = world;
  const identities = async (args: readonly string[], ATMOS_IDENTITY: string): Promise<unknown> => {
    const dryRun = args[0] === "explain" || args[0] === "status" ? [] : ["--dry-run"];
    const { stdout } = await world.run([...args, ...dryRun, "-o", "json"], { env: { ATMOS_IDENTITY } });
    const { registries = [], error, identity } = JSON.parse(stdout);
    if (identity !== undefined) return [identity];
    return error?.code ?? registries.map(({ identity }: { identity: string }) => identity);
  };
  for (
    const [args, variable, expected] of [
      [["login", "dev/ecr"], "prod-admin", ["prod-admin"]],
      [["login", "dev/ecr"], "", ["dev-admin"]],
      [["login", "dev/ecr"], "nobody", "IDENTITY_NOT_FOUND"],
      [["login", hostOf(DEV)], "PROD-admin", ["prod-admin"]],
      [["login", "--all"], "prod-admin", ["dev-admin", "prod-admin"]],
      [["login", hostOf(DEV), "own"], "prod-admin", ["dev-admin", "prod-admin"]],
      [["login", "-i", "dev-admin"], "prod-admin", ["dev-admin", "dev-admin"]],
      [["explain", hostOf(DEV)], "prod-admin", ["prod-admin"]],
      [["status", hostOf(DEV)], "prod-admin", ["prod-admin"]],
      // What a variable says is no part of a pin.
      [["docker", "install", hostOf(DEV)], "prod-admin", ["dev-admin"]],
      // As many as the login of that identity.
      [["logout", "-i", "DEV-admin"], "", ["dev-admin", null]],
    ] as const
  ) {
    await t.step(`${args.join(" ")} with "${variable}"`, async () => {
      deepStrictEqual(await identities(args, variable), expected);
    });
  }
  await t.step("the command of a pin names the identity that was chosen for it", async () => {
    const env = { PATH: await fakePrograms(world.sandbox, ["docker-credential-atmos-ecr"]) };
    const pinned = await world.run(["docker", "install", "-i", "prod-admin"], { env });
    match(pinned.stderr, /log in: `atmos-ecr login 222233334444\S+ --identity prod-admin`/);
    const { stderr } = await world.run(["credential", "get"], { stdin: hostOf(DEV) });
    match(stderr, /Run `atmos-ecr login --registry 222233334444\S+ --identity prod-admin --chdir /);
    const other = await world.run(["login", "dev/ecr", "--dry-run"], { env });
    match(
      other.stderr,
      /Run `atmos-ecr docker install 222233334444\S+ --chdir \S+ --repin` to pin it to this one/,
    );
    const explained = await world.run(["explain", hostOf(DEV)]);
    match(
      explained.stdout,
      /\n {13}matches that file, but this configuration links it to identity "dev-admin"\n/,
    );
  });
});
