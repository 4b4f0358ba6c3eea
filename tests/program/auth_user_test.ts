/** `auth user configure`: keys that are kept where a login finds them, and nothing else. */
import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fakeTools } from "../adapters/keyring/fake_tools.ts";
import type { ProgramResult } from "../support/sandbox.ts";
import { hasTerminals } from "../support/terminal.ts";
import { HelperWorld } from "./helper_world.ts";
import { hostOf, HUB, World } from "./world.ts";

const YAML = `auth:
  realm: acme
  identities:
    Builder: {kind: aws/user, default: true}
  integrations:
    hub/ecr: {kind: aws/ecr, via: {identity: Builder}, spec: {registry: {account_id: "${HUB}", region: us-east-1}}}
`;

/** Variables for a keyring that is a file. */
const FILE_KEYRING = { ATMOS_KEYRING_TYPE: "file", ATMOS_KEYRING_PASSWORD: "correct horse" };

/** Runs `auth user configure` without a terminal. */
function configure(
  world: World,
  args: readonly string[] = [],
  { env = FILE_KEYRING, stdin = `${world.user.secretAccessKey}\n` }: {
    readonly env?: Readonly<Record<string, string>>;
    readonly stdin?: string;
  } = {},
): Promise<ProgramResult> {
  const id = ["--access-key-id", world.user.accessKeyId];
  return world.run(["auth", "user", "configure", "Builder", ...id, ...args], { env, stdin });
}

Deno.test("keys in a file keyring are used by a login, until auth logout --keychain removes them", async () => {
  await using world = await World.create(YAML);
  const { code, stdout, stderr } = await configure(world, ["-o", "json"]);
  strictEqual(code, 0, stderr);
  const { place, ...rest } = JSON.parse(stdout);
  deepStrictEqual(rest, {
    version: 1,
    identity: "Builder",
    access_key_id: world.user.accessKeyId,
    account: HUB,
    principal: world.user.arn,
  });
  match(place, /^Atmos' keyring, ".*\/atmos\/keyring\/atmos_acme_builder"$/);
  const login = await world.run(["login", "hub/ecr"], { env: FILE_KEYRING });
  strictEqual(login.code, 0, login.stderr);
  match(login.stderr, new RegExp(`Logged in to ${hostOf(HUB)}`));
  deepStrictEqual(world.aws.requests.map(({ action }) => action), [
    "GetCallerIdentity",
    "GetSessionToken",
    "GetAuthorizationToken",
  ]);
  const logout = await world.run(["auth", "logout", "Builder", "--keychain"], { env: FILE_KEYRING });
  strictEqual(logout.code, 0, logout.stderr);
  match(logout.stderr, /^✓ Removed the access keys of Builder in the keyring$/m);
  deepStrictEqual((await world.sandbox.files()).filter((path) => path.endsWith("atmos_acme_builder")), []);
});

Deno.test({
  name: "keys go into the system keyring, from which they are read back, and no secret is printed",
  ignore: Deno.build.os !== "linux",
  async fn(): Promise<void> {
    await using world = await World.create(YAML);
    const tools = await fakeTools(world.sandbox.root);
    const env = { PATH: `${join(world.sandbox.root, "bin")}:${Deno.env.get("PATH")}` };
    const { code, stderr } = await configure(world, ["--session-duration", "2h"], { env });
    strictEqual(code, 0, stderr);
    match(stderr, /✓ Stored the keys of Builder in the system's keyring, "atmos_acme_builder"\n/);
    strictEqual(stderr.includes(world.user.secretAccessKey), false);
    strictEqual((await tools.args()).includes(world.user.secretAccessKey), false);
  },
});

Deno.test("keys go into the profile of the identity's name, where the helper finds them", async () => {
  await using world = await World.create(YAML);
  const { code, stderr } = await configure(world, ["--aws-profile-file"]);
  strictEqual(code, 0, stderr);
  match(
    await Deno.readTextFile(`${world.sandbox.home}/.aws/credentials`),
    new RegExp(`^\\[Builder\\]\naws_access_key_id *= *${world.user.accessKeyId}\n`, "m"),
  );
  const helper = HelperWorld.of(world);
  await helper.pin(hostOf(HUB), "Builder");
  strictEqual(helper.principalOf(await helper.get(hostOf(HUB))), world.user.arn);
});

Deno.test("a secret that is no line changes nothing", async () => {
  await using world = await World.create(YAML);
  const { code, stderr } = await configure(world, [], { stdin: "a".repeat(5000) });
  strictEqual(code, 2);
  match(stderr, /longer than 4 KiB/);
  deepStrictEqual([world.aws.requests.length, await world.sandbox.files()], [0, []]);
});

Deno.test({
  name: "missing values are prompted for, and the secret is hidden",
  ignore: !await hasTerminals(),
  async fn(): Promise<void> {
    await using world = await World.create(YAML);
    await using terminal = world.terminal(["auth", "user", "configure", "Builder"], { env: FILE_KEYRING });
    await terminal.until("Access key ID of Builder");
    await terminal.type(`${world.user.accessKeyId}\r`);
    await terminal.until("Secret access key");
    await terminal.type(`${world.user.secretAccessKey}\r`);
    await terminal.until("ARN of the MFA device");
    await terminal.type("\r");
    await terminal.until("Session duration");
    await terminal.type("\r");
    strictEqual(await terminal.ended(), 0, terminal.screen);
    match(terminal.screen, /Stored the keys of Builder/);
    doesNotMatch(terminal.screen, new RegExp(RegExp.escape(world.user.secretAccessKey)));
  },
});
