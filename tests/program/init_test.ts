/** A first atmos.yaml, from nothing to a login. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fakePrograms } from "../support/helper_home.ts";
import { hasTerminals } from "../support/terminal.ts";
import { ssoWorld, START_URL } from "./sso_world.ts";
import { DEV, hostOf, HUB, PROD, World } from "./world.ts";

const ignore = !await hasTerminals();

const SSO_FLAGS = ["--sso-start-url", START_URL, "--sso-region", "us-east-1"];
const DEV_FLAGS = ["--account", DEV, "--permission-set", "Admin", "--region", "us-east-1"];

/** A world without an atmos.yaml whose AWS files have a user, and a role over it. */
async function profileWorld(): Promise<{ readonly world: World; readonly env: Record<string, string> }> {
  const world = await World.create("");
  const { accessKeyId, secretAccessKey } = world.user;
  await world.sandbox.write(
    "aws/credentials",
    `[hub user]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
  );
  await world.sandbox.write(
    "aws/config",
    `[profile "hub user"]\nregion = us-east-1\n[profile deploy]\nrole_arn = ${world.role.arn}\n` +
      "source_profile = hub user\nregion = us-east-1\n[profile broken]\nsource_profile = x\nrole_arn = y\n",
  );
  const { project } = world.sandbox;
  const env = {
    AWS_CONFIG_FILE: join(project, "aws", "config"),
    AWS_SHARED_CREDENTIALS_FILE: join(project, "aws", "credentials"),
    AWS_ACCESS_KEY_ID: "",
    AWS_SECRET_ACCESS_KEY: "",
  };
  return { world, env };
}

async function written(world: World): Promise<string | undefined> {
  return await Deno.readTextFile(join(world.sandbox.project, "atmos.yaml")).catch(() => undefined);
}

Deno.test("init by flags makes no AWS calls, and writes a valid file", async () => {
  await using world = await World.create("");
  const { code, stdout, stderr } = await world.run(["init", ...SSO_FLAGS, ...DEV_FLAGS]);
  deepStrictEqual([code, stdout], [0, ""], stderr);
  deepStrictEqual(world.aws.requests, []);
  const text = await written(world) ?? "";
  match(text, /^ {4}acme-sso:$/m);
  match(text, /default: true/);
  // It is shown before it is written.
  for (const line of text.trimEnd().split("\n")) ok(stderr.includes(`  ${line}\n`), line);
  match(stderr, /docker install/);
  const listed = await world.run(["list", "-o", "json"]);
  deepStrictEqual(JSON.parse(listed.stdout).integrations, [{
    name: `${DEV}-admin/ecr`,
    kind: "aws/ecr",
    registry: hostOf(DEV),
    identity: `${DEV}-admin`,
    auto_provision: true,
  }]);
  const validated = await world.run(["config", "validate"]);
  match(validated.stderr, /The configuration is valid\n/);
  // The next step can be pasted where init was called, which had been given this directory.
  const PATH = await fakePrograms(world.sandbox, ["docker-credential-atmos-ecr"]);
  const { home, project } = world.sandbox;
  const installed = await world.run(["docker", "install", "--chdir", project], { cwd: home, env: { PATH } });
  ok(
    installed.stderr.includes(`Next, log in: \`atmos-ecr login ${DEV}-admin/ecr --chdir ${project}\``),
    installed.stderr,
  );
});

Deno.test("init that would have to ask writes nothing", async () => {
  await using world = await World.create("");
  const { code, stdout } = await world.run(["init", ...SSO_FLAGS, "-o", "json"]);
  deepStrictEqual([code, JSON.parse(stdout).error.code], [2, "SELECTION_REQUIRED"]);
  strictEqual(await written(world), undefined);
});

Deno.test("init from profiles results in logins with those profiles", async () => {
  const { world, env } = await profileWorld();
  await using _world = world;
  const { code, stderr } = await world.run(["init", "--from-aws-profiles", "deploy", "hub user"], { env });
  strictEqual(code, 0, stderr);
  // Only the profile of keys needs an answer.
  deepStrictEqual(world.aws.requests.map(({ action }) => action), ["GetCallerIdentity"]);
  const login = await world.run(["login", "--all"], { env });
  strictEqual(login.code, 0, login.stderr);
  match(await world.principalOf(hostOf(DEV)) ?? "", /:assumed-role\/deploy\//);
  match(await world.principalOf(hostOf(HUB)) ?? "", /:user\/builder$/);
});

Deno.test({
  name:
    "init prompts on a terminal: start URL, login, permission sets, regions, registries, and the next step",
  ignore,
  fn: async () => {
    const { world, center } = await ssoWorld("");
    await using _world = world;
    center.intervalSeconds = 0.05;
    await using terminal = world.terminal(["init", "--device"], { columns: 500 });
    await terminal.until("start URL");
    await terminal.type(`${START_URL}\r`);
    await terminal.until("Which region is IAM Identity Center in?");
    await terminal.type("us-east-1\r");
    await terminal.until("Which accounts and permission sets?");
    await terminal.type("All\r");
    await terminal.until("Which registries?");
    await terminal.type("\r");
    await terminal.until("Which regions are the registries in?");
    await terminal.type("us-east-1, eu-west-1\r");
    await terminal.until("Write atmos.yaml?");
    strictEqual(await written(world), undefined);
    await terminal.type("\r");
    await terminal.until("What next?");
    await terminal.type("log Docker in\r");
    strictEqual(await terminal.ended(), 0, terminal.screen);
    for (const host of [hostOf(DEV), hostOf(PROD), hostOf(DEV, "eu-west-1"), hostOf(PROD, "eu-west-1")]) {
      match(await world.principalOf(host) ?? "", /AWSReservedSSO_Admin_/);
    }
    match(await written(world) ?? "", /dev-admin:\n {6}kind: aws\/permission-set\n {6}default: true/);
  },
});
