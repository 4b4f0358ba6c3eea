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
  const listed = JSON.parse((await world.run(["list", "-o", "json"])).stdout).integrations;
  deepStrictEqual(listed.map(({ name }: { readonly name: string }) => name).toSorted(), [
    "deploy/ecr",
    "hub user/ecr",
  ]);
});

Deno.test("init uses all profiles without names, makes no calls with --registry, and --stdout writes nothing", async () => {
  const { world, env } = await profileWorld();
  await using _world = world;
  const args = ["init", "--from-aws-profiles", "--registry", hostOf(PROD), "--registry", hostOf(DEV)];
  const { code, stdout, stderr } = await world.run([...args, "--stdout"], { env });
  strictEqual(code, 0, stderr);
  deepStrictEqual([world.aws.requests.length, await written(world)], [0, undefined]);
  match(stderr, /Skipping profile "broken"/);
  match(stderr, new RegExp(`No identity is in the account of ${PROD}`));
  await world.sandbox.write("atmos.yaml", stdout);
  const listed = JSON.parse((await world.run(["list", "-o", "json"])).stdout).integrations;
  deepStrictEqual(
    listed.map(({ registry, identity }: Record<string, string>) => [registry, identity]),
    [[hostOf(PROD), "hub user"], [hostOf(DEV), "deploy"]],
  );
});

/** A file that is there → whether a section may be added. */
const FILES: readonly (readonly [name: string, before: string, works: boolean])[] = [
  ["keys, and no line end", "base_path: .\nlogs:\n  level: Info", true],
  ["a byte-order mark and CR LF", "\uFEFFbase_path: .\r\n# end\r\n", true],
  ["comments only", "# nothing yet\n", true],
  ["an indented top level", "  base_path: .\n", false],
  ["a mapping in braces", "{base_path: .}\n", false],
  ["a document that has ended", "base_path: .\n...\n", false],
  ["a block that would go on", "base_path: .\nx: |+\n  a\n\n\n", true],
  ["a section", "auth:\n  realm: acme\n", false],
  ["a section without anything in it", "base_path: .\nauth:\n", false],
  ["a section by another case", "Auth: {}\n", false],
  ["what is no YAML", "auth: [\n", false],
];

Deno.test("init appends to a file without the section, and preserves every byte", async (t) => {
  await using world = await World.create("");
  for (const [name, before, works] of FILES) {
    await t.step(name, async () => {
      await world.sandbox.write("atmos.yaml", before);
      const { code, stderr } = await world.run(["init", ...SSO_FLAGS, ...DEV_FLAGS]);
      const after = await written(world) ?? "";
      strictEqual(code, works ? 0 : 2, stderr);
      ok(after.startsWith(before));
      strictEqual(after.length > before.length, works, after);
      if (works) strictEqual((await world.run(["config", "validate"])).code, 0);
    });
  }
});

Deno.test("init fails if another file of the configuration has the section, and writes no second one", async () => {
  await using world = await World.create("");
  await world.sandbox.write("atmos.yaml", "import: [auth.yaml]\n");
  await world.sandbox.write("auth.yaml", "auth: {realm: acme}\n");
  const { code, stderr } = await world.run(["init", ...SSO_FLAGS, ...DEV_FLAGS]);
  strictEqual(code, 2, stderr);
  match(stderr, /auth\.yaml:1:1: Cannot create an auth section: it already exists/);
  strictEqual(await written(world), "import: [auth.yaml]\n");
});

/** What is typed → the code of the error and a part of its text. Nothing is written, and AWS is not asked. */
const REFUSALS: readonly (readonly [args: readonly string[], code: string, text: RegExp])[] = [
  [[], "SELECTION_REQUIRED", /--from-aws-profiles/],
  [SSO_FLAGS, "SELECTION_REQUIRED", /--account ID --permission-set NAME/],
  [["--sso-start-url", START_URL, ...DEV_FLAGS], "SELECTION_REQUIRED", /--sso-region/],
  [["--account", DEV], "USAGE", /without --sso-start-url/],
  [[...SSO_FLAGS, "--from-aws-profiles"], "USAGE", /Cannot combine --sso-start-url with --from-aws-profiles/],
  [[...SSO_FLAGS, "--account", "dev", "--permission-set", "A"], "USAGE", /12 digits/],
  [[...SSO_FLAGS, "--account", DEV, "--permission-set", "A b"], "USAGE", /not a valid name/],
  [
    [
      ...SSO_FLAGS,
      "--account",
      DEV,
      "--account",
      PROD,
      ...["A", "B", "C"].flatMap((n) => ["--permission-set", n]),
    ],
    "USAGE",
    /there are 2 accounts and 3 permission sets/,
  ],
  [[...SSO_FLAGS, "--account", DEV, "--permission-set", "A"], "SELECTION_REQUIRED", /--region/],
  [
    [...SSO_FLAGS, "--account", DEV, "--permission-set", "A", "--region", "mars"],
    "USAGE",
    /Cannot use "[^"]+" for --region: it is not an AWS region/,
  ],
  [
    [...SSO_FLAGS.slice(0, 2), "--sso-region", "mars"],
    "USAGE",
    /Cannot use "mars" for --sso-region: it is not an AWS region/,
  ],
  [
    ["--sso-start-url", "acme", "--sso-region", "us-east-1"],
    "USAGE",
    /Cannot use "acme" for --sso-start-url: it is not an https URL/,
  ],
  [[...SSO_FLAGS, ...DEV_FLAGS, "--registry", "example.com"], "REGISTRY_INVALID", /example\.com/],
  [["--from-aws-profiles", "nobody"], "PROFILE_NOT_FOUND", /nobody/],
  [["--from-aws-profiles", "broken"], "AWS_PROFILE_INVALID", /broken/],
];

Deno.test("init rejects invalid or incomplete flags before it writes or prompts", async (t) => {
  const { world, env } = await profileWorld();
  await using _world = world;
  for (const [args, expected, text] of REFUSALS) {
    await t.step(args.join(" "), async () => {
      const { code, stdout } = await world.run(["init", ...args, "-o", "json"], { env });
      const { error } = JSON.parse(stdout);
      deepStrictEqual([error.code, code], [expected, 2]);
      match(`${error.message} ${error.hint}`, text);
      strictEqual(await written(world), undefined);
      deepStrictEqual(world.aws.requests, []);
    });
  }
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

Deno.test({
  name: "init on a terminal continues with a command whose next step can be pasted where init was called",
  ignore,
  fn: async () => {
    for (const [flags, place] of [[[], ""], [["--chdir", "."], " --chdir \\S+/project"]] as const) {
      await using world = await World.create("");
      const PATH = await fakePrograms(world.sandbox, ["docker-credential-atmos-ecr"]);
      await using terminal = world.terminal([...flags, "init", ...SSO_FLAGS, ...DEV_FLAGS], {
        env: { PATH },
      });
      await terminal.until("Write atmos.yaml?");
      await terminal.type("\r");
      await terminal.until("What next?");
      await terminal.type("\r");
      strictEqual(await terminal.ended(), 0, terminal.screen);
      match(
        terminal.screen.replaceAll(/\s+/g, " "),
        new RegExp(`Next, log in: \`atmos-ecr login ${DEV}-admin/ecr${place}\``),
      );
    }
  },
});

Deno.test({
  name:
    "init on a terminal says what else there is where only a start URL is left, and what an empty answer lacks",
  ignore,
  fn: async () => {
    await using world = await World.create("");
    await using terminal = world.terminal(["init"]);
    await terminal.until("`atmos-ecr login HOST`");
    await terminal.until("What is your IAM Identity Center start URL?");
    await terminal.type("\r");
    await terminal.until("Enter a URL such as https://acme.awsapps.com/start");
    await terminal.type("https://acme.awsapps.com/start\r");
    await terminal.until("Which region is IAM Identity Center in?");
    await terminal.type("\r");
    await terminal.until("Enter a region such as eu-west-1");
    await terminal.type("\u0003");
    strictEqual(await terminal.ended(), 130, terminal.screen);
    strictEqual(await written(world), undefined);
  },
});

Deno.test({
  name: "init on a terminal writes nothing when the answer is no",
  ignore,
  fn: async () => {
    await using world = await World.create("");
    await using terminal = world.terminal(["init", ...SSO_FLAGS, ...DEV_FLAGS]);
    await terminal.until("Write atmos.yaml?");
    await terminal.type("nothing\r");
    strictEqual(await terminal.ended(), 130, terminal.screen);
    strictEqual(await written(world), undefined);
  },
});
