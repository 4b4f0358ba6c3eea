import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { HelperWorld } from "./helper_world.ts";
import { DEV, hostOf, PROD, World } from "./world.ts";

/** A world in which somebody is logged in to both roles. */
async function loggedIn(): Promise<World> {
  const world = await World.create();
  for (const identity of ["dev-deploy", "prod-deploy"]) {
    strictEqual((await world.run(["auth", "login", identity])).code, 0);
  }
  return world;
}

Deno.test("auth logout removes the session of an identity and the logins of its registries, and nothing else", async () => {
  await using world = await loggedIn();
  const before = world.aws.requests.length;
  const preview = await world.run(["auth", "logout", "DEV-deploy", "--dry-run"]);
  strictEqual(preview.code, 0, preview.stderr);
  match(await world.credentialsFile(), /\[dev-deploy\]/);
  const { code, stdout, stderr } = await world.run(["auth", "logout", "DEV-deploy"]);
  deepStrictEqual([code, stdout], [0, ""], stderr);
  strictEqual(stderr.replaceAll("✓ Removed", "Would remove"), preview.stderr);
  match(
    stderr,
    /^✓ Removed the session of dev-deploy in \/.*\/credentials\n✓ Removed Docker's login for 222233334444\.dkr\.ecr\.us-east-1\.amazonaws\.com\n✓ Removed Docker's login for public\.ecr\.aws\n$/,
  );
  const kept = await world.credentialsFile();
  deepStrictEqual([...kept.matchAll(/^\[(.*)\]$/gm)].map(([, name]) => name), ["prod-deploy"]);
  strictEqual(await world.password(hostOf(DEV)), undefined);
  ok(await world.password(hostOf(PROD, "eu-west-1")) !== undefined);
  strictEqual(world.aws.requests.length, before);
});

Deno.test("auth logout --all removes every session and login, and lists them in JSON", async () => {
  await using world = await loggedIn();
  const { code, stdout, stderr } = await world.run(["auth", "logout", "--all", "-o", "json"]);
  strictEqual(code, 0, stderr);
  deepStrictEqual(
    JSON.parse(stdout).removed.map(({ kind, identity, registry, status }: Record<string, unknown>) => [
      kind,
      identity,
      registry,
      status,
    ]),
    [
      ["session", "builder", null, "ok"],
      ["session", "dev-deploy", null, "ok"],
      ["session", "prod-deploy", null, "ok"],
      ["docker", "dev-deploy", hostOf(DEV), "ok"],
      ["docker", "dev-deploy", "public.ecr.aws", "ok"],
      ["docker", "prod-deploy", hostOf(PROD, "eu-west-1"), "ok"],
    ],
  );
  const again = await world.run(["auth", "logout", "--all"]);
  deepStrictEqual([again.code, again.stderr], [0, "Nothing to remove: there is no session\n"]);
});

Deno.test("auth logout leaves sessions of another realm, and what others keep beside them", async () => {
  await using world = await loggedIn();
  const elsewhere = await world.run(["auth", "login", "dev-deploy"], {
    env: { ATMOS_AUTH_REALM: "customer" },
  });
  strictEqual(elsewhere.code, 0, elsewhere.stderr);
  const other = await world.run(["auth", "logout", "--all"], { env: { ATMOS_AUTH_REALM: "customer" } });
  strictEqual(other.code, 0, other.stderr);
  match(other.stderr, /\/customer\//);
  const files = (await world.sandbox.files()).filter((file) => file.endsWith("/credentials"));
  const texts = await Promise.all(files.map((file) => Deno.readTextFile(`${world.sandbox.root}/${file}`)));
  strictEqual(texts.filter((text) => text.includes("[dev-deploy]")).length, 1);
});

Deno.test("what cannot be removed is named, and stops nothing else", async () => {
  await using world = await loggedIn();
  await world.sandbox.writeDockerConfig("{ this is no JSON");
  const { code, stderr } = await world.run(["auth", "logout", "dev-deploy"]);
  strictEqual(code, 5, stderr);
  match(stderr, /✓ Removed the session of dev-deploy/);
  match(stderr, /✗ Docker's login for public\.ecr\.aws: .*\[DOCKER_CONFIG_INVALID\]/);
  strictEqual(await world.sandbox.readDockerConfig(), "{ this is no JSON");
});

Deno.test("a session that cannot be removed is a failure that is named", async () => {
  await using world = await loggedIn();
  const [lock = ""] = (await world.sandbox.files()).filter((file) =>
    file.endsWith("/builder/credentials.lock")
  );
  await Deno.remove(`${world.sandbox.root}/${lock}`);
  await Deno.symlink("elsewhere", `${world.sandbox.root}/${lock}`);
  const { code, stderr } = await world.run(["auth", "logout", "dev-deploy"]);
  strictEqual(code, 5, stderr);
  match(stderr, /✗ the session of dev-deploy in .*: Cannot change ".*credentials" \[STATE_UNUSABLE\]/);
  match(stderr, /✓ Removed Docker's login for public\.ecr\.aws/);
  match(await world.credentialsFile(), /\[dev-deploy\]/);
});

Deno.test("auth logout removes the cached tokens of registries that our helper serves", async () => {
  await using world = await World.create();
  await world.sandbox.writeDockerConfig(JSON.stringify({ credHelpers: { [hostOf(DEV)]: "atmos-ecr" } }));
  strictEqual((await world.run(["auth", "login"])).code, 0);
  const preview = await world.run(["auth", "logout", "--dry-run"]);
  match(
    preview.stderr,
    /Docker's login for public\.ecr\.aws\nWould remove the cached token for 222233334444\.dkr\.ecr\.us-east-1\.amazonaws\.com\n$/,
  );
  const { code, stderr } = await world.run(["auth", "logout"]);
  deepStrictEqual([code, stderr], [0, preview.stderr.replaceAll("Would remove", "✓ Removed")]);
  match((await world.run(["auth", "logout"])).stderr, /Nothing to remove/);
});

Deno.test("auth logout --all-realms removes what logins of all projects have left, also outside of a project", async () => {
  await using world = await loggedIn();
  const customer = { env: { ATMOS_AUTH_REALM: "customer" } };
  strictEqual((await world.run(["auth", "login", "dev-deploy"], customer)).code, 0);
  const kept = async (): Promise<string[]> =>
    (await world.sandbox.files()).filter((file) => /\/(?:credentials|config)$/.test(file));
  const outside = { cwd: world.sandbox.root };
  const preview = await world.run(["auth", "logout", "--all-realms", "--dry-run"], outside);
  strictEqual(preview.code, 0, preview.stderr);
  const files = await kept();
  strictEqual(files.length, 8, files.join());
  for (const file of files) ok(preview.stderr.includes(`Would remove ${world.sandbox.root}/${file}\n`), file);
  const { code, stderr } = await world.run(["auth", "logout", "--all-realms"], outside);
  deepStrictEqual([code, stderr], [0, preview.stderr.replaceAll("Would remove", "✓ Removed")]);
  deepStrictEqual(await kept(), []);
  const again = await world.run(["auth", "logout", "--all-realms", "--force"], outside);
  deepStrictEqual([again.code, again.stderr], [0, "Nothing to remove: there is no session\n"]);
});

Deno.test("auth logout --all-realms removes the cached tokens of every registry, also outside of a project", async () => {
  await using world = await World.create();
  const helper = HelperWorld.of(world);
  await helper.cacheToken(3600);
  await helper.cacheToken(3600, helper.key("public.ecr.aws"));
  const outside = { cwd: world.sandbox.root };
  const preview = await world.run(["auth", "logout", "--all-realms", "--dry-run"], outside);
  deepStrictEqual(
    preview.stderr,
    `Would remove the cached token for ${hostOf(DEV)}\nWould remove the cached token for public.ecr.aws\n`,
  );
  strictEqual((await helper.cache.list()).length, 2);
  const { code, stderr } = await world.run(["auth", "logout", "--all-realms"], outside);
  deepStrictEqual([code, stderr], [0, preview.stderr.replaceAll("Would remove", "✓ Removed")]);
  deepStrictEqual(await helper.cache.list(), []);
});

Deno.test("auth logout --all-realms in a project removes Docker's logins of its registries, too", async () => {
  await using world = await loggedIn();
  const preview = await world.run(["auth", "logout", "--all-realms", "--dry-run"]);
  const { code, stderr } = await world.run(["auth", "logout", "--all-realms"]);
  deepStrictEqual([code, stderr], [0, preview.stderr.replaceAll("Would remove", "✓ Removed")]);
  match(stderr, /Docker's login for [^]*\n✓ Removed \/.*\/credentials\n/);
  strictEqual(await world.password(hostOf(DEV)), undefined);
});

/** What is typed → what is said. */
const MISTAKES: readonly (readonly [readonly string[], RegExp])[] = [
  [["dev-deplay"], /IDENTITY_NOT_FOUND/],
  [["--provider", "sso"], /PROVIDER_NOT_FOUND/],
  [["dev-deploy", "--all"], /Cannot combine an identity with --all/],
  [["--provider", "sso", "--all"], /Cannot combine --provider with --all/],
  [["dev-deploy", "--all-realms"], /Cannot combine an identity with --all-realms/],
  [
    ["-i"],
    /Specify --identity NAME \([^)]+\), --provider NAME, --tags TAGS, --all or\s+--all-realms[\s\S]*SELECTION_REQUIRED/,
  ],
];

for (const [args, message] of MISTAKES) {
  Deno.test(`auth logout ${args.join(" ")} is refused`, async () => {
    await using world = await World.create();
    const { code, stderr } = await world.run(["auth", "logout", ...args]);
    strictEqual(code, 2, stderr);
    match(stderr, message);
  });
}
