/** What a pin leads to, wherever and with whatever variables it is used: the adapters of the program, and an AWS. */
import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { createEditWorld } from "../program/edit_world.ts";
import { HOST, NO_KEYS } from "../program/helper_world.ts";
import { leaveSsoSession, SSO_YAML, ssoWorld } from "../program/sso_world.ts";
import { DEV, hostOf, HUB, PROD } from "../program/world.ts";
import { ROLE, writeFiles } from "../support/edited_project.ts";
import { PinnedHome } from "./pinned_home.ts";

/** A registry of another account. */
const OTHER_HOST = hostOf(PROD);

/** A login reads one configuration. */
const TOGETHER = {
  exitCode: 2,
  message: /^Cannot log in to \S+ together with registries of another configuration$/,
};

const BUILDER =
  "builder: {kind: aws/user, credentials: {access_key_id: !env BUILDER_KEY, secret_access_key: !env BUILDER_SECRET}}";

/** A file with an identity that takes a role. */
function roleFile(role: string): string {
  return `auth:\n  identities:\n    role: {kind: aws/assume-role, via: {identity: builder}, principal: {assume_role: "${role}"}}\n`;
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
      await using test = PinnedHome.of((await createEditWorld()).world);
      const root = join(test.world.sandbox.root, "repository");
      await writeFiles(root, {
        ".git/HEAD": "ref: refs/heads/main\n",
        "identities.yaml": roleFile(ROLE(DEV, "deploy")),
        "sub/identities.yaml": roleFile(ROLE(PROD, "ops")),
        "sub/atmos.yaml": `import: [identities.yaml]\nauth: {identities: {${BUILDER}}}\n`,
      });
      await test.install(HOST, "role", { env, cwd: join(root, "sub") });
      for (const ATMOS_GIT_ROOT_BASEPATH of [undefined, "false", "true"]) {
        match(await test.principal(HOST, { env: { ATMOS_GIT_ROOT_BASEPATH } }) ?? "", role);
      }
    });
  }
});

Deno.test("a pinned user has the keys of the profile that the pin was made with, in whatever home and with whatever variable", async () => {
  await using test = await PinnedHome.create(`auth: {identities: {builder: {kind: aws/user}}}\n`);
  const { sandbox, user, aws } = test.world;
  const stranger = aws.user({ account: HUB, name: "stranger" });
  const keys = ({ accessKeyId, secretAccessKey }: typeof user): string =>
    `[builder]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
  const other = join(sandbox.root, "other");
  await writeFiles(sandbox.home, { ".aws/credentials": keys(user) });
  await writeFiles(other, { ".aws/credentials": keys(stranger) });
  await test.install(HOST, "builder", { env: NO_KEYS });
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
  for (const env of [NO_KEYS, elsewhere, otherHome]) {
    strictEqual(await test.principal(HOST, { env }), user.arn);
  }
  // Outside of the project, the command line has no other keys either.
  await rejects(test.tokenPrincipal(HOST, { cwd: sandbox.home, env: elsewhere }), {
    code: "USAGE",
    message:
      /^Cannot use identity "builder" for \S+: it is pinned to the keys in "[^"]+\.aws\/credentials", but /,
  });
  // An edit of that file is effective, and with the profile nobody else takes its place.
  await writeFiles(sandbox.home, { ".aws/credentials": keys(stranger) });
  strictEqual(await test.principal(HOST, { env: NO_KEYS }), stranger.arn);
  await writeFiles(sandbox.home, { ".aws/credentials": "" });
  match(await test.refusal(HOST, { env: elsewhere }), /"builder"/);
});

const ACCOUNTS = [{ account: { id: DEV, name: "dev" }, roles: ["Admin"] }, {
  account: { id: PROD, name: "prod" },
  roles: ["Admin"],
}];
/** The accounts under each other's names. */
const SWAPPED = [{ account: { id: PROD, name: "dev" }, roles: ["Admin"] }, {
  account: { id: DEV, name: "prod" },
  roles: ["Admin"],
}];
const DEV_ADMIN = /222233334444:assumed-role\/AWSReservedSSO_Admin_/;
const PROD_ADMIN = /333344445555:assumed-role\/AWSReservedSSO_Admin_/;

/** A home with the session of a login, and the identities that it has found. */
async function provisionedHome(
  identities = "",
): Promise<{ readonly test: PinnedHome; readonly own: string }> {
  const { world, center } = await ssoWorld(
    SSO_YAML.replace(/us-east-1\}\n {2}identities:[^]*/, `us-east-1, auto_provision_identities: true}\n`) +
      identities,
  );
  await leaveSsoSession(world, center);
  const test = PinnedHome.of(world);
  return { test, own: await test.provision(ACCOUNTS) };
}

Deno.test("a pinned identity that a login found is that of the pin, whatever another cache has under its name", async () => {
  const { test, own } = await provisionedHome();
  await using _ = test;
  await test.install(HOST, "dev/Admin");
  const before = await Deno.readTextFile(own);
  await test.provision(SWAPPED);
  const swapped = await Deno.readTextFile(own);
  const cache = join(test.world.sandbox.root, "cache");
  await writeFiles(cache, { "atmos/auth/acme-sso/provisioned-identities.yaml": swapped });
  match(await test.principal(HOST) ?? "", DEV_ADMIN);
  await Deno.writeTextFile(own, before);
  match(await test.principal(HOST) ?? "", DEV_ADMIN);
  match(await test.principal(HOST, { env: { XDG_CACHE_HOME: cache } }) ?? "", DEV_ADMIN);
  await Deno.remove(own);
  match(await test.principal(HOST) ?? "", DEV_ADMIN);
});

Deno.test("outside of its project, a command uses a pinned identity that a login found as the pin has it", async (t) => {
  const { test } = await provisionedHome(`  identities:
    other: {kind: aws/user, credentials: {access_key_id: !exec "echo none", secret_access_key: none}}
`);
  await using _ = test;
  const { world } = test;
  // Only a trusted one is left unevaluated while nothing needs it.
  const env = { ATMOS_ECR_TRUST: "all" };
  const place = { cwd: world.sandbox.home, env };
  await test.install(HOST, "dev/Admin", { env });
  await test.install(OTHER_HOST, "prod/Admin", { env });
  for (const [name, accounts] of [["the same", ACCOUNTS], ["others", SWAPPED]] as const) {
    await t.step(`a cache with ${name}`, async () => {
      await test.provision(accounts);
      match(await test.tokenPrincipal(HOST, place) ?? "", DEV_ADMIN);
      await world.sandbox.writeDockerConfig("{}");
      const outcomes = await test.client(place).login([HOST, OTHER_HOST]);
      deepStrictEqual(outcomes.map(({ status }) => status), ["ok", "ok"]);
      match(await world.principalOf(HOST) ?? "", DEV_ADMIN);
      match(await world.principalOf(OTHER_HOST) ?? "", PROD_ADMIN);
    });
  }
  await t.step("one name for two accounts", async () => {
    await test.install(OTHER_HOST, "dev/Admin", { env, repin: true });
    await rejects(test.client(place).login([HOST, OTHER_HOST]), TOGETHER);
  });
});

Deno.test("outside of their projects, registries whose pins differ in where profiles are, or in the realm, are logged in to one at a time", async (t) => {
  for (const variable of ["XDG_CONFIG_HOME", "ATMOS_AUTH_REALM"]) {
    await t.step(variable, async () => {
      await using test = PinnedHome.of((await createEditWorld()).world);
      const { sandbox } = test.world;
      await writeFiles(sandbox.project, { "atmos.yaml": `auth: {identities: {${BUILDER}}}\n` });
      await writeFiles(sandbox.root, {
        "one/atmos/profiles/team/atmos.yaml": roleFile(ROLE(DEV, "deploy")),
        "two/atmos/profiles/team/atmos.yaml": roleFile(ROLE(PROD, "ops")),
      });
      const profile = "team";
      const one = { XDG_CONFIG_HOME: join(sandbox.root, "one") };
      await test.install(HOST, "role", { env: one, profile });
      const two = variable === "XDG_CONFIG_HOME" ? join(sandbox.root, "two") : "acme";
      await test.install(OTHER_HOST, "role", { env: { ...one, [variable]: two }, profile });
      await sandbox.writeDockerConfig("{}");
      await rejects(test.client({ cwd: sandbox.home }).login([HOST, OTHER_HOST]), TOGETHER);
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
      await using test = PinnedHome.of((await createEditWorld()).world);
      const { project, home } = test.world.sandbox;
      await test.install(HOST, "role");
      const file = join(project, "atmos.yaml");
      if (name === "gone") await Deno.remove(file);
      else {
        const text = await Deno.readTextFile(file);
        await Deno.writeTextFile(
          file,
          name === "damaged" ? `${text}  : [` : text.replaceAll(/\brole:/g, "renamed:"),
        );
      }
      const client = test.client({ cwd: home });
      await rejects(client.getToken(HOST), { exitCode: 2, hint: says });
      await rejects(client.login(HOST), { exitCode: 2, hint: says });
      match(await test.warning(HOST, { cwd: home }) ?? "", explains);
    });
  }
});
