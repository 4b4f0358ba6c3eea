/** What `auth logout` removes, previews and refuses. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { storedKeyEntry } from "../../../src/domain/session/keyring_entries.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import { keysDefinition, tokenLeft } from "../../support/helper_fixtures.ts";
import { AuthBench } from "../../support/auth_bench.ts";
import { DEV_HOST, PROD_HOST, ROLES_YAML } from "../../support/auth_bench_yaml.ts";

/** A home in which somebody is logged in to both roles. */
async function loggedIn(): Promise<AuthBench> {
  const bench = new AuthBench();
  for (const identity of ["dev-deploy", "prod-deploy"]) {
    strictEqual((await bench.run(["auth", "login", identity])).code, 0);
  }
  return bench;
}

/** The identities that still have a session. */
async function sessionsOf(bench: AuthBench, env: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const { stdout } = await bench.run(["auth", "list", "--identities", "-o", "json"], { env });
  const { identities } = JSON.parse(stdout);
  return identities.flatMap(({ name, session }: Record<string, unknown>) => session === null ? [] : [name]);
}

/** Puts a token into the helper's cache. */
async function cacheToken(bench: AuthBench, host: string): Promise<void> {
  const key = { registry: parseRegistry(host), definition: keysDefinition("AKIAENV") };
  await bench.cache.write(key, { host, label: "x", token: tokenLeft(3600, "cached", bench.now) });
}

Deno.test("auth logout removes the session of an identity and the logins of its registries, as previewed, and nothing else", async () => {
  const bench = await loggedIn();
  const { asked } = bench;
  const preview = await bench.run(["auth", "logout", "DEV-deploy", "--dry-run"]);
  strictEqual(preview.code, 0, preview.stderr);
  deepStrictEqual(await sessionsOf(bench), ["builder", "dev-deploy", "prod-deploy"]);
  const { code, stdout, stderr } = await bench.run(["auth", "logout", "DEV-deploy"]);
  deepStrictEqual([code, stdout], [0, ""], stderr);
  strictEqual(stderr.replaceAll("✓ Removed", "Would remove"), preview.stderr);
  strictEqual(
    stderr,
    `✓ Removed the session of dev-deploy in /home/user/.config/atmos/acme/aws/builder/credentials
✓ Removed Docker's login for ${DEV_HOST}
✓ Removed Docker's login for public.ecr.aws
`,
  );
  deepStrictEqual([await sessionsOf(bench), bench.logins], [["builder", "prod-deploy"], [PROD_HOST]]);
  deepStrictEqual(bench.asked, asked);
});

Deno.test("auth logout --all removes every session and login, and lists them in JSON", async () => {
  const bench = await loggedIn();
  const { code, stdout, stderr } = await bench.run(["auth", "logout", "--all", "-o", "json"]);
  deepStrictEqual([code, stderr], [0, ""]);
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
      ["docker", "dev-deploy", DEV_HOST, "ok"],
      ["docker", "dev-deploy", "public.ecr.aws", "ok"],
      ["docker", "prod-deploy", PROD_HOST, "ok"],
    ],
  );
  const again = await bench.run(["auth", "logout", "--all"]);
  deepStrictEqual([again.code, again.stderr], [0, "Nothing to remove: there is no session\n"]);
});

Deno.test("auth logout leaves sessions of another realm", async () => {
  const bench = await loggedIn();
  const env = { ATMOS_AUTH_REALM: "customer" };
  strictEqual((await bench.run(["auth", "login", "dev-deploy"], { env })).code, 0);
  const other = await bench.run(["auth", "logout", "--all"], { env });
  strictEqual(other.code, 0, other.stderr);
  match(other.stderr, /\/customer\//);
  deepStrictEqual(await sessionsOf(bench, env), []);
  deepStrictEqual(await sessionsOf(bench), ["builder", "dev-deploy", "prod-deploy"]);
});

Deno.test("what cannot be removed is named, and stops nothing else", async (t) => {
  await t.step("Docker's configuration", async () => {
    const bench = await loggedIn();
    bench.docker.text = "{ this is no JSON";
    const { code, stderr } = await bench.run(["auth", "logout", "dev-deploy"]);
    strictEqual(code, 5, stderr);
    match(stderr, /✓ Removed the session of dev-deploy/);
    match(stderr, /✗ Docker's login for public\.ecr\.aws: .*\[DOCKER_CONFIG_INVALID\]/);
    strictEqual(bench.docker.text, "{ this is no JSON");
  });
  await t.step("a session", async () => {
    const bench = await loggedIn();
    bench.sessions.remove = () => Promise.resolve(false);
    const { code, stderr } = await bench.run(["auth", "logout", "dev-deploy"]);
    strictEqual(code, 5, stderr);
    match(stderr, /✗ the session of dev-deploy in .*: Cannot change ".*credentials" \[STATE_UNUSABLE\]/);
    match(stderr, /✓ Removed Docker's login for public\.ecr\.aws/);
  });
});

Deno.test("auth logout removes the cached tokens of the registries of the identity", async () => {
  const bench = new AuthBench();
  for (const host of [DEV_HOST, PROD_HOST]) await cacheToken(bench, host);
  const preview = await bench.run(["auth", "logout", "--dry-run"]);
  strictEqual(preview.stderr, `Would remove the cached token for ${DEV_HOST}\n`);
  const { code, stderr } = await bench.run(["auth", "logout"]);
  deepStrictEqual([code, stderr], [0, preview.stderr.replaceAll("Would remove", "✓ Removed")]);
  deepStrictEqual((await bench.cache.list()).map(({ host }) => host), [PROD_HOST]);
});

Deno.test("auth logout --all-realms removes all files and tokens of this machine, each named once, also without a configuration", async (t) => {
  for (const [name, yaml, logins] of [["in a project", ROLES_YAML, 3], ["outside", "{}", 0]] as const) {
    await t.step(name, async () => {
      const bench = await loggedIn();
      bench.yaml = yaml;
      for (const host of [DEV_HOST, "444455556666.dkr.ecr.us-east-1.amazonaws.com"]) {
        await cacheToken(bench, host);
      }
      const files = ["/home/user/.config/atmos/acme/aws/builder/credentials", "/home/user/other"];
      for (const file of files) bench.files.add(file);
      const preview = await bench.run(["auth", "logout", "--all-realms", "--dry-run"]);
      strictEqual(preview.code, 0, preview.stderr);
      deepStrictEqual([bench.files.size, (await bench.cache.list()).length], [2, 2]);
      const lines = preview.stderr.trimEnd().split("\n");
      strictEqual(lines.filter((line) => line.startsWith("Would remove Docker's login for ")).length, logins);
      deepStrictEqual(lines.slice(logins), [
        `Would remove the cached token for ${DEV_HOST}`,
        "Would remove the cached token for 444455556666.dkr.ecr.us-east-1.amazonaws.com",
        ...files.map((file) => `Would remove ${file}`),
      ]);
      const { code, stderr } = await bench.run(["auth", "logout", "--all-realms"]);
      deepStrictEqual([code, stderr], [0, preview.stderr.replaceAll("Would remove", "✓ Removed")]);
      deepStrictEqual([bench.files.size, await bench.cache.list()], [0, []]);
      strictEqual(bench.logins.length, logins === 0 ? 3 : 0);
      const again = await bench.run(["auth", "logout", "--all-realms", "--force"]);
      deepStrictEqual([again.code, again.stderr], [0, "Nothing to remove: there is no session\n"]);
    });
  }
});

/** What is typed → what is said. */
const MISTAKES: readonly (readonly [readonly string[], RegExp])[] = [
  [["dev-deplay"], /IDENTITY_NOT_FOUND/],
  [["--provider", "sso"], /PROVIDER_NOT_FOUND/],
  [["dev-deploy", "--all"], /Cannot combine an identity with --all/],
  [["--provider", "sso", "--all"], /Cannot combine --provider with --all/],
  [["dev-deploy", "--all-realms"], /Cannot combine an identity with --all-realms/],
  [["--all", "--tags", "dev"], /Cannot combine --tags with --all/],
  [
    ["-i"],
    /Specify --identity NAME \([^)]+\), --provider NAME, --tags TAGS, --all or\s+--all-realms[\s\S]*SELECTION_REQUIRED/,
  ],
];

Deno.test("what auth logout cannot mean is refused", async (t) => {
  const bench = new AuthBench();
  for (const [args, message] of MISTAKES) {
    await t.step(args.join(" "), async () => {
      const { code, stderr } = await bench.run(["auth", "logout", ...args]);
      strictEqual(code, 2, stderr);
      match(stderr, message);
    });
  }
});

Deno.test("auth logout reports remaining keys, and --keychain removes them", async () => {
  const bench = new AuthBench(
    "auth: {realm: acme, identities: {Builder: {kind: aws/user, default: true}}}\n",
  );
  const keys = storedKeyEntry({ accessKeyId: "AKIAKEPT", secretAccessKey: "kept" });
  bench.keyring.entries.set("atmos_acme_builder", keys);
  const logout = async (...args: readonly string[]): Promise<string> =>
    (await bench.run(["auth", "logout", ...args])).stderr;
  const remain = "  The access keys of Builder remain in the keyring; to remove them, add --keychain\n";
  strictEqual(await logout(), `Nothing to remove: there is no session\n${remain}`);
  strictEqual(
    await logout("--keychain", "--dry-run"),
    "Would remove the access keys of Builder in the keyring\n",
  );
  strictEqual(bench.keyring.entries.size, 1);
  const { code, stdout, stderr } = await bench.run(["auth", "logout", "--keychain", "-o", "json"]);
  deepStrictEqual([code, stderr], [0, ""]);
  deepStrictEqual(JSON.parse(stdout).removed, [
    { kind: "keyring", identity: "Builder", provider: null, registry: null, path: null, status: "ok" },
  ]);
  strictEqual(bench.keyring.entries.size, 0);
  strictEqual(await logout(), "Nothing to remove: there is no session\n");
  bench.keyring.trouble = "there is none";
  strictEqual(await logout(), "Nothing to remove: there is no session\n");
  const unusable = await bench.run(["auth", "logout", "--keychain"]);
  strictEqual(unusable.code, 3, unusable.stderr);
  match(unusable.stderr, /✗ the access keys of Builder in the keyring: .*\[KEYRING_UNUSABLE\]/);
});
