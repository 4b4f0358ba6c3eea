import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { leaveSsoSession, SSO_YAML, ssoSessionPath, ssoWorld } from "./sso_world.ts";
import { DEV, hostOf, type World } from "./world.ts";

function actions(world: World): string[] {
  return world.aws.requests.map(({ action }) => action);
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

Deno.test("auth login stores the provider's identities, and auth logout --provider removes everything of it, and ends its login", async () => {
  const { world, center } = await ssoWorld(
    SSO_YAML.replace("acme-sso: {", "acme-sso: {auto_provision_identities: true, "),
  );
  await using _world = world;
  await leaveSsoSession(world, center);
  const { code, stderr } = await world.run(["auth", "login"]);
  strictEqual(code, 0, stderr);
  ok(await world.password(hostOf(DEV)) !== undefined);
  strictEqual((await world.run(["auth", "whoami", "-i", "prod/Admin"])).code, 0);
  const logout = await world.run(["auth", "logout", "--provider", "ACME-sso", "-o", "json"]);
  strictEqual(logout.code, 0, logout.stderr);
  const { removed }: { readonly removed: readonly Record<string, string>[] } = JSON.parse(logout.stdout);
  deepStrictEqual(
    removed.map(({ kind, identity, provider }) => [kind, identity ?? provider]),
    [
      ["session", "prod/Admin"],
      ["session", "dev-admin"],
      ["sso", "acme-sso"],
      ["identities", "acme-sso"],
      ["docker", null],
    ],
  );
  strictEqual(actions(world).at(-1), "Logout");
  ok(!(await world.credentialsFile("acme-sso")).includes("[dev-admin]"));
  strictEqual(await world.password(hostOf(DEV)), undefined);
  const files = (await world.sandbox.files()).map((file) => `${world.sandbox.root}/${file}`);
  const found = removed.find(({ kind }) => kind === "identities")?.["path"] ?? "";
  ok(found.startsWith(world.sandbox.home), found);
  ok(!files.includes(ssoSessionPath(world)) && !files.includes(found));
});
