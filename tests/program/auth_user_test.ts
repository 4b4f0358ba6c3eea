/** `auth user configure`: keys that are kept where a login finds them, and nothing else. */
import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fakeTools } from "../adapters/keyring/fake_tools.ts";
import type { ProgramResult } from "../support/sandbox.ts";
import { hasTerminals } from "../support/terminal.ts";
import { configure, FILE_KEYRING, worldOf } from "./auth_user_world.ts";
import { hostOf, HUB } from "./world.ts";

Deno.test("keys in a file keyring are used by a login", async () => {
  await using world = await worldOf();
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
});

Deno.test({
  name: "keys in the system keyring are used by a login, and no secret is printed",
  ignore: Deno.build.os !== "linux",
  async fn(): Promise<void> {
    await using world = await worldOf();
    const tools = await fakeTools(world.sandbox.root);
    const env = { PATH: `${join(world.sandbox.root, "bin")}:${Deno.env.get("PATH")}` };
    const { code, stderr } = await configure(world, ["--session-duration", "2h"], { env });
    strictEqual(code, 0, stderr);
    match(stderr, /✓ Stored the keys of Builder in the system's keyring, "atmos_acme_builder"\n/);
    strictEqual(stderr.includes(world.user.secretAccessKey), false);
    strictEqual((await tools.args()).includes(world.user.secretAccessKey), false);
    const login = await world.run(["login", "hub/ecr"], { env });
    strictEqual(login.code, 0, login.stderr);
    await Deno.writeTextFile(`${tools.ring}.locked`, "");
    strictEqual((await world.run(["auth", "logout"], { env })).code, 0);
    const later = await world.run(["auth", "login"], { env });
    strictEqual(later.code, 4, later.stderr);
    match(later.stderr, /The system's keyring is not read: it is locked/);
  },
});

Deno.test("keys go into the profile of the identity's name, and the file stays as it was otherwise", async () => {
  await using world = await worldOf();
  const path = `${world.sandbox.home}/.aws/credentials`;
  await Deno.mkdir(`${world.sandbox.home}/.aws`);
  const before =
    "# mine\r\n[default]\r\naws_access_key_id = AKIADEFAULTDEFAULT12\r\naws_secret_access_key=s\r\n" +
    "[Builder]\r\n# a note\r\naws_access_key_id=OLD\r\naws_secret_access_key = old\r\naws_session_token = t\r\nregion = x\r\n";
  await Deno.writeTextFile(path, before);
  const { code, stderr } = await configure(world, ["--aws-profile-file"]);
  strictEqual(code, 0, stderr);
  const { accessKeyId, secretAccessKey } = world.user;
  strictEqual(
    await Deno.readTextFile(path),
    before.replace("=OLD", `=${accessKeyId}`).replace("= old", `= ${secretAccessKey}`)
      .replace("aws_session_token = t\r\n", ""),
  );
  strictEqual((await world.run(["login", "hub/ecr"])).code, 0);
});

Deno.test("new keys take effect immediately: sessions and tokens of older ones are removed", async () => {
  await using world = await worldOf();
  strictEqual((await configure(world)).code, 0);
  const token = (): Promise<ProgramResult> =>
    world.run(["auth", "whoami", "-o", "json"], { env: FILE_KEYRING });
  strictEqual((await world.run(["auth", "login"], { env: FILE_KEYRING })).code, 0);
  strictEqual(JSON.parse((await token()).stdout).principal, world.user.arn);
  const other = world.aws.user({ account: HUB, name: "other" });
  const { code, stderr } = await configure(world, ["--access-key-id", other.accessKeyId], {
    stdin: other.secretAccessKey,
  });
  strictEqual(code, 0, stderr);
  strictEqual((await world.run(["auth", "login"], { env: FILE_KEYRING })).code, 0);
  strictEqual(JSON.parse((await token()).stdout).principal, other.arn);
});

Deno.test("keys that another program changes or removes in the keyring make no use of sessions of the former ones", async (t) => {
  await using world = await worldOf();
  const ring = join(world.sandbox.root, "ring");
  const env = { ...FILE_KEYRING, ATMOS_KEYRING_FILE_PATH: ring };
  const entry = join(ring, "atmos_acme_builder");
  const who = (identity: string, more: Record<string, string | undefined> = {}): Promise<ProgramResult> =>
    world.run(["auth", "whoami", "-i", identity, "-o", "json"], { env: { ...env, ...more } });
  strictEqual((await configure(world, [], { env })).code, 0);
  const first = await Deno.readFile(entry);
  strictEqual(JSON.parse((await who("Builder")).stdout).principal, world.user.arn);
  match(JSON.parse((await who("role")).stdout).principal, /assumed-role\/deploy/);
  const other = world.aws.user({ account: HUB, name: "other" });
  await t.step("a keyring that cannot be opened leaves the sessions as they are", async () => {
    const calls = world.aws.count("sts", "GetSessionToken");
    strictEqual((await who("Builder", { ATMOS_KEYRING_PASSWORD: undefined })).code, 0);
    strictEqual(world.aws.count("sts", "GetSessionToken"), calls);
  });
  await t.step("changed", async () => {
    // Elsewhere, so that nothing here is forgotten.
    const elsewhere = {
      ...env,
      XDG_CONFIG_HOME: join(world.sandbox.root, "x"),
      XDG_CACHE_HOME: join(world.sandbox.root, "y"),
    };
    const { code, stderr } = await configure(world, ["--access-key-id", other.accessKeyId], {
      env: elsewhere,
      stdin: other.secretAccessKey,
    });
    strictEqual(code, 0, stderr);
    // The role does not trust the other user.
    const role = await who("role");
    deepStrictEqual([role.code, JSON.parse(role.stdout).error.code], [1, "AWS_DENIED"]);
    strictEqual(JSON.parse((await who("Builder")).stdout).principal, other.arn);
  });
  await t.step("changed back", async () => {
    await Deno.writeFile(entry, first);
    strictEqual(JSON.parse((await who("Builder")).stdout).principal, world.user.arn);
    strictEqual((await who("role")).code, 0);
  });
  await t.step("removed", async () => {
    await Deno.remove(entry);
    for (const identity of ["role", "Builder"]) strictEqual((await who(identity)).code, 4);
  });
});

Deno.test({
  name: "missing values are prompted for, and the secret is hidden",
  ignore: !await hasTerminals(),
  async fn(): Promise<void> {
    await using world = await worldOf();
    const terminal = world.terminal(["auth", "user", "configure", "Builder"], { env: FILE_KEYRING });
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
    strictEqual((await world.run(["login", "hub/ecr"], { env: FILE_KEYRING })).code, 0);
  },
});
