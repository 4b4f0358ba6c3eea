import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fakePrograms } from "../support/helper_home.ts";
import { createEditWorld, ROLE, writeFiles } from "./edit_world.ts";
import { HelperWorld, HOST, NO_KEYS, NOT_FOUND } from "./helper_world.ts";
import { leaveSsoSession, SSO_YAML, ssoWorld } from "./sso_world.ts";
import { DEV, hostOf, HUB, PROD } from "./world.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/** A registry of another account. */
const OTHER_HOST = hostOf(PROD);

const BUILDER =
  "builder: {kind: aws/user, credentials: {access_key_id: !env BUILDER_KEY, secret_access_key: !env BUILDER_SECRET}}";

/** A file with an identity that takes a role. */
function roleFile(role: string): string {
  return `auth:\n  identities:\n    role: {kind: aws/assume-role, via: {identity: builder}, principal: {assume_role: "${role}"}}\n`;
}

/** Pins the registry to an identity, as a person in the project does. */
async function install(
  test: HelperWorld,
  identity: string,
  { host = HOST, env = {}, cwd = test.world.sandbox.project, profile, repin = false }: {
    readonly host?: string;
    readonly env?: Variables;
    readonly cwd?: string;
    readonly profile?: string;
    readonly repin?: boolean;
  } = {},
): Promise<void> {
  const PATH = await fakePrograms(test.world.sandbox, ["docker-credential-atmos-ecr"]);
  const flags = [...(profile === undefined ? [] : ["--profile", profile]), ...(repin ? ["--repin"] : [])];
  const args = ["docker", "install", host, "--identity", identity, ...flags];
  const { code, stderr } = await test.run(args, { cwd, env: { PATH, ...env } });
  strictEqual(code, 0, stderr);
}

/** Who answers for the registry. */
async function principal(test: HelperWorld, env: Variables = {}): Promise<string | undefined> {
  const answer = await test.get(HOST, { env });
  strictEqual(answer.code, 0, answer.stderr);
  return test.principalOf(answer);
}

Deno.test("a pin keeps the base of imports, regardless of ATMOS_GIT_ROOT_BASEPATH", async (t) => {
  for (
    const { name, env, role } of [
      { name: "the git root", env: {}, role: /222233334444:assumed-role\/deploy/ },
      {
        name: "the file's directory",
        env: { ATMOS_GIT_ROOT_BASEPATH: "false" },
        role: /333344445555:assumed-role\/ops/,
      },
    ]
  ) {
    await t.step(name, async () => {
      await using test = await createEditWorld();
      const root = join(test.world.sandbox.root, "repository");
      await writeFiles(root, {
        ".git/HEAD": "ref: refs/heads/main\n",
        "identities.yaml": roleFile(ROLE(DEV, "deploy")),
        "sub/identities.yaml": roleFile(ROLE(PROD, "ops")),
        "sub/atmos.yaml": `import: [identities.yaml]\nauth: {identities: {${BUILDER}}}\n`,
      });
      await install(test, "role", { env, cwd: join(root, "sub") });
      match(await principal(test) ?? "", role);
      for (const value of ["false", "true", ""]) {
        match(await principal(test, { ATMOS_GIT_ROOT_BASEPATH: value }) ?? "", role);
      }
    });
  }
});

Deno.test("a pinned user has the keys of the profile that the pin was made with, in whatever home and with whatever variable", async () => {
  await using test = await HelperWorld.create(`auth: {identities: {builder: {kind: aws/user}}}\n`);
  const { sandbox, user, aws } = test.world;
  const stranger = aws.user({ account: HUB, name: "stranger" });
  const keys = ({ accessKeyId, secretAccessKey }: typeof user): string =>
    `[builder]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
  const other = join(sandbox.root, "other");
  await writeFiles(sandbox.home, { ".aws/credentials": keys(user) });
  await writeFiles(other, { ".aws/credentials": keys(stranger) });
  await install(test, "builder", { env: NO_KEYS });
  const elsewhere = { ...NO_KEYS, AWS_SHARED_CREDENTIALS_FILE: join(other, ".aws/credentials") };
  const otherHome = {
    ...NO_KEYS,
    HOME: other,
    DOCKER_CONFIG: sandbox.dockerDirectory,
    XDG_CACHE_HOME: undefined,
    XDG_CONFIG_HOME: undefined,
    XDG_DATA_HOME: undefined,
    XDG_STATE_HOME: undefined,
  };
  for (const env of [NO_KEYS, elsewhere, otherHome]) strictEqual(await principal(test, env), user.arn);
  // Outside of the project, the command line has no other keys either.
  const { code, stderr } = await test.run(["token", HOST], { cwd: sandbox.home, env: elsewhere });
  strictEqual(code, 2);
  match(
    stderr,
    /Cannot use identity "builder" for \S+: it is pinned to the keys in "[^"]+\.aws\/credentials"/,
  );
  // An edit of that file is effective, and with the profile nobody else takes its place.
  await writeFiles(sandbox.home, { ".aws/credentials": keys(stranger) });
  strictEqual(await principal(test, NO_KEYS), stranger.arn);
  await writeFiles(sandbox.home, { ".aws/credentials": "" });
  const gone = await test.get(HOST, { env: elsewhere });
  deepStrictEqual([gone.code, gone.stdout], [1, NOT_FOUND]);
});

Deno.test("a pinned identity that a login found is that of the pin, whatever another cache has under its name", async () => {
  const { world, center } = await ssoWorld(
    SSO_YAML.replace(/ {2}identities:[^]*/, "").replace(
      "us-east-1}",
      "us-east-1, auto_provision_identities: true}",
    ),
  );
  await using test = HelperWorld.of(world);
  const { sandbox } = world;
  await leaveSsoSession(world, center);
  const login = await test.run(["auth", "login", "--provider", "acme-sso"], { cwd: sandbox.project });
  strictEqual(login.code, 0, login.stderr);
  await install(test, "dev/Admin");
  const own = join(sandbox.home, ".cache/atmos/auth/acme-sso/provisioned-identities.yaml");
  const text = await Deno.readTextFile(own);
  const swapped = text.replaceAll(DEV, "other").replaceAll(PROD, DEV).replaceAll("other", PROD);
  const cache = join(sandbox.root, "cache");
  await writeFiles(cache, { "atmos/auth/acme-sso/provisioned-identities.yaml": swapped });
  const dev = /222233334444:assumed-role\/AWSReservedSSO_Admin_/;
  match(await principal(test) ?? "", dev);
  match(await principal(test, { XDG_CACHE_HOME: cache }) ?? "", dev);
  await Deno.writeTextFile(own, swapped);
  match(await principal(test) ?? "", dev);
  await Deno.remove(own);
  match(await principal(test) ?? "", dev);
});

Deno.test("outside of its project, a command uses a pinned identity that a login found as the pin has it", async (t) => {
  const yaml = SSO_YAML.replace(
    /us-east-1\}\n {2}identities:[^]*/,
    `us-east-1, auto_provision_identities: true}
  identities:
    other: {kind: aws/user, credentials: {access_key_id: !exec "echo none", secret_access_key: none}}
`,
  );
  const { world, center } = await ssoWorld(yaml);
  await using test = HelperWorld.of(world);
  const { sandbox, aws } = world;
  await leaveSsoSession(world, center);
  const login = await test.run(["auth", "login", "--provider", "acme-sso"], { cwd: sandbox.project });
  strictEqual(login.code, 0, login.stderr);
  // Only a trusted one is left unevaluated while nothing needs it.
  strictEqual((await test.run(["trust"], { cwd: sandbox.project })).code, 0);
  await install(test, "dev/Admin");
  await install(test, "prod/Admin", { host: OTHER_HOST });
  const own = join(sandbox.home, ".cache/atmos/auth/acme-sso/provisioned-identities.yaml");
  const text = await Deno.readTextFile(own);
  const swapped = text.replaceAll(DEV, "other").replaceAll(PROD, DEV).replaceAll("other", PROD);
  for (const [name, cached] of [["the same", text], ["others", swapped]] as const) {
    await t.step(`a cache with ${name}`, async () => {
      await Deno.writeTextFile(own, cached);
      const token = await test.run(["token", HOST], { cwd: sandbox.home });
      strictEqual(token.code, 0, token.stderr);
      match(aws.describePassword(token.stdout.trim())?.principal ?? "", /222233334444:assumed-role/);
      await sandbox.writeDockerConfig("{}");
      const both = await test.run(["login", HOST, OTHER_HOST], { cwd: sandbox.home });
      strictEqual(both.code, 0, both.stderr);
      match(await world.principalOf(HOST) ?? "", /222233334444:assumed-role/);
      match(await world.principalOf(OTHER_HOST) ?? "", /333344445555:assumed-role/);
    });
  }
  await t.step("one name for two accounts", async () => {
    await Deno.writeTextFile(own, swapped);
    await install(test, "dev/Admin", { host: OTHER_HOST, repin: true });
    await sandbox.writeDockerConfig("{}");
    const { code, stderr } = await test.run(["login", HOST, OTHER_HOST], { cwd: sandbox.home });
    strictEqual(code, 2, stderr);
    match(stderr, /Cannot log in to \S+ together with registries of another configuration/);
  });
});

Deno.test("outside of their projects, registries whose pins differ in where profiles are, or in the realm, are logged in to one at a time", async (t) => {
  for (const variable of ["XDG_CONFIG_HOME", "ATMOS_AUTH_REALM"]) {
    await t.step(variable, async () => {
      await using test = await createEditWorld();
      const { sandbox } = test.world;
      await writeFiles(sandbox.project, { "atmos.yaml": `auth: {identities: {${BUILDER}}}\n` });
      await writeFiles(sandbox.root, {
        "one/atmos/profiles/team/atmos.yaml": roleFile(ROLE(DEV, "deploy")),
        "two/atmos/profiles/team/atmos.yaml": roleFile(ROLE(PROD, "ops")),
      });
      const profile = "team";
      const one = { XDG_CONFIG_HOME: join(sandbox.root, "one") };
      await install(test, "role", { env: one, profile });
      const two = variable === "XDG_CONFIG_HOME" ? join(sandbox.root, "two") : "acme";
      await install(test, "role", { host: OTHER_HOST, env: { ...one, [variable]: two }, profile });
      await sandbox.writeDockerConfig("{}");
      const { code, stderr } = await test.run(["login", HOST, OTHER_HOST], { cwd: sandbox.home });
      strictEqual(code, 2, stderr);
      match(stderr, /Cannot log in to \S+ together with registries of another configuration/);
      strictEqual(await sandbox.readDockerConfig(), "{}");
    });
  }
});

Deno.test("a pin with a removed configuration or renamed identity: commands elsewhere name the command that repairs it", async (t) => {
  const rows = [
    {
      name: "gone",
      says: /, or run `atmos-ecr docker install \S+` in the directory/,
      explains:
        /unusable; run `atmos-ecr docker install \S+` in the directory where its atmos\.yaml is now, to/,
    },
    {
      name: "renamed",
      says: /`atmos-ecr docker install \S+ --identity renamed --chdir /,
      explains: /unusable; run `atmos-ecr docker install \S+ --identity renamed --chdir \S+` to/,
    },
    {
      name: "damaged",
      says: /, or run `atmos-ecr docker install \S+ --identity role --chdir /,
      explains: /unusable; run `atmos-ecr docker install \S+ --identity role --chdir \S+` to/,
    },
  ] as const;
  for (const { name, says, explains } of rows) {
    await t.step(name, async () => {
      await using test = await createEditWorld();
      const { project, home } = test.world.sandbox;
      await install(test, "role");
      const file = join(project, "atmos.yaml");
      if (name === "gone") await Deno.remove(file);
      else {
        const text = await Deno.readTextFile(file);
        await Deno.writeTextFile(
          file,
          name === "damaged" ? `${text}  : [` : text.replaceAll(/\brole:/g, "renamed:"),
        );
      }
      for (const args of [["token", HOST], ["login", HOST]]) {
        const { code, stderr } = await test.run(args, { cwd: home });
        strictEqual(code, 2);
        match(stderr.replaceAll(/\s+/g, " "), says);
      }
      match((await test.run(["explain", HOST], { cwd: home })).stderr.replaceAll(/\s+/g, " "), explains);
    });
  }
});
