/** Configurations that have no identity yet, or none without a profile. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { Sandbox } from "../support/sandbox.ts";
import { leaveSsoSession, ssoWorld, START_URL } from "./sso_world.ts";
import { DEV, hostOf, World } from "./world.ts";

const PROVIDER = `{kind: aws/iam-identity-center, start_url: "${START_URL}", region: us-east-1}`;
const ONE = `auth: {providers: {acme-sso: ${PROVIDER}}}\n`;
const TWO =
  `auth: {providers: {acme-sso: ${PROVIDER}, "second sso": ${PROVIDER}, cloud: {kind: azure/cli}}}\n`;

Deno.test("auth login without identities logs in to the only provider", async () => {
  const { world, center } = await ssoWorld(ONE);
  await using _world = world;
  await leaveSsoSession(world, center);
  const { code, stdout, stderr } = await world.run(["auth", "login", "-o", "json"]);
  strictEqual(code, 0, stderr);
  const { provider, identity } = JSON.parse(stdout);
  deepStrictEqual([provider, identity], ["acme-sso", null]);
});

Deno.test("auth login without identities, and without a terminal, names the providers to choose from", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": TWO });
  const { code, stderr } = await sandbox.run(["auth", "login"]);
  strictEqual(code, 2, stderr);
  match(
    stderr,
    /atmos.yaml has no identities[\s\S]*Specify --provider NAME \(acme-sso, second sso\)\n[\s\S]*SELECTION_REQUIRED/,
  );
});

Deno.test("an auth section that only a profile has is named with that profile, which then works", async () => {
  await using world = await World.create("logs: {level: Info}\n");
  await world.sandbox.write("profiles/ci/auth.yaml", World.ATMOS_YAML);
  await world.sandbox.write("profiles/broken/auth.yaml", "auth: [\n");
  const refused = await world.run(["auth", "login"]);
  strictEqual(refused.code, 2, refused.stderr);
  match(refused.stderr, /Cannot find an auth section without a profile: profile "ci" has one/);
  match(refused.stderr, /Run again with --profile ci\b/);
  const { code, stderr } = await world.run(["auth", "login", "--profile", "ci"]);
  strictEqual(code, 0, stderr);
  match(stderr, /Logged in to .*dev-deploy/);
  ok(await world.password(hostOf(DEV)) !== undefined);
});
