/** Configurations that have no identity yet, or none without a profile. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { hasTerminals } from "../support/terminal.ts";
import { leaveSsoSession, ssoWorld, START_URL } from "./sso_world.ts";
import { DEV, hostOf, World } from "./world.ts";

const PROVIDER = `{kind: aws/iam-identity-center, start_url: "${START_URL}", region: us-east-1}`;
const ONE = `auth: {providers: {acme-sso: ${PROVIDER}}}\n`;
const TWO =
  `auth: {providers: {acme-sso: ${PROVIDER}, "second sso": ${PROVIDER}, cloud: {kind: azure/cli}}}\n`;

Deno.test("auth login without identities logs in to the only provider", async () => {
  for (
    const yaml of [
      ONE,
      ONE.replace("region: us-east-1}", "region: us-east-1, auto_provision_identities: true}"),
    ]
  ) {
    const { world, center } = await ssoWorld(yaml);
    await using _world = world;
    await leaveSsoSession(world, center);
    const { code, stdout, stderr } = await world.run(["auth", "login", "-o", "json"]);
    strictEqual(code, 0, stderr);
    const { provider, identity } = JSON.parse(stdout);
    deepStrictEqual([provider, identity], ["acme-sso", null]);
  }
});

Deno.test("auth login without identities, and without a terminal, names the providers to choose from", async () => {
  const { world } = await ssoWorld(TWO);
  await using _world = world;
  const { code, stderr } = await world.run(["auth", "login"]);
  strictEqual(code, 2, stderr);
  match(
    stderr,
    /atmos.yaml has no identities[\s\S]*Specify --provider NAME \(acme-sso, second sso\)\n[\s\S]*SELECTION_REQUIRED/,
  );
});

Deno.test("auth login without identities reports the problem of the only provider", async () => {
  await using world = await World.create(
    "auth: {providers: {sso: {kind: aws/iam-identity-center, region: us-east-1}}}",
  );
  const { code, stderr } = await world.run(["auth", "login"]);
  strictEqual(code, 2, stderr);
  match(stderr, /Cannot use provider "sso": "start_url" is missing/);
});

Deno.test("an identity that is named is not a provider", async () => {
  const { world } = await ssoWorld(ONE);
  await using _world = world;
  for (const [args, env] of [[["dev"], {}], [[], { ATMOS_IDENTITY: "dev" }]] as const) {
    const { code, stderr } = await world.run(["auth", "login", ...args], { env });
    strictEqual(code, 2, stderr);
    match(stderr, /IDENTITY_NOT_FOUND/);
  }
});

Deno.test({
  name: "auth login without identities lets a person choose a provider",
  ignore: !await hasTerminals(),
  fn: async () => {
    const { world, center } = await ssoWorld(TWO);
    await using _world = world;
    await leaveSsoSession(world, center);
    await using terminal = world.terminal(["auth", "login"]);
    await terminal.until("Which provider?");
    ok(!terminal.screen.includes("cloud"));
    await terminal.type("\r");
    strictEqual(await terminal.ended(), 0);
    match(terminal.screen, /Logged in to .*acme-sso/);
  },
});

/** The usual configuration in a profile, and nothing but a realm without it. */
async function profileWorld(): Promise<World> {
  const world = await World.create("logs: {level: Info}\n");
  await world.sandbox.write("profiles/ci/auth.yaml", World.ATMOS_YAML);
  await world.sandbox.write("profiles/empty/other.yaml", "logs: {level: Info}\n");
  await world.sandbox.write("profiles/broken/auth.yaml", "auth: [\n");
  return world;
}

Deno.test("an auth section that only a profile has is named with that profile", async () => {
  await using world = await profileWorld();
  for (
    const args of [["auth", "login"], ["auth", "whoami"], ["login"], ["login", "--all"], ["auth", "env"], [
      "auth",
      "list",
    ]]
  ) {
    const { code, stderr } = await world.run(args);
    strictEqual(code, 2, stderr);
    match(stderr, /Cannot find an auth section without a profile: profile "ci" has one/, args.join(" "));
    match(stderr, /Run again with --profile ci\b/);
  }
  const { code, stderr } = await world.run(["auth", "login", "--profile", "ci"]);
  strictEqual(code, 0, stderr);
});

Deno.test("an identity or integration that only a profile has is named with that profile", async () => {
  await using world = await profileWorld();
  await world.sandbox.write("atmos.yaml", "auth: {identities: {me: {kind: aws/ambient}}}\n");
  await world.sandbox.write("profiles/ci/provider.yaml", `auth: {providers: {acme: ${PROVIDER}}}\n`);
  for (
    const [args, what] of [
      [["auth", "login", "dev-deploy"], "identity"],
      [["login", "-i", "dev-deploy"], "identity"],
      [["login", "dev/ecr"], "integration"],
      [["docker", "install", "-i", "dev-deploy"], "identity"],
      [["auth", "login", "--provider", "acme"], "provider"],
    ] as const
  ) {
    const { code, stderr } = await world.run(args);
    strictEqual(code, 2, stderr);
    match(stderr, new RegExp(`Cannot find ${what} "[a-z/-]+" without a profile: profile "ci" has it`));
  }
  const other = await world.run(["auth", "login", "dev-deploy", "--profile", "empty"]);
  match(other.stderr, /IDENTITY_NOT_FOUND/);
  const nowhere = await world.run(["auth", "login", "nowhere"]);
  match(nowhere.stderr, /IDENTITY_NOT_FOUND/);
});

Deno.test({
  name: "login offers the profile that has what is missing, and goes on with it",
  ignore: !await hasTerminals(),
  fn: async () => {
    await using world = await profileWorld();
    await using terminal = world.terminal(["auth", "login"]);
    await terminal.until("Only profiles have an auth section. Which one?");
    await terminal.type("\r");
    strictEqual(await terminal.ended(), 0);
    match(terminal.screen, /Logged in to .*dev-deploy/);
    ok(await world.password(hostOf(DEV)) !== undefined);
  },
});
