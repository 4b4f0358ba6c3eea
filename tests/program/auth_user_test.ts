/** `auth user configure`: keys that are kept where a login finds them, and nothing else. */
import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fakeTools } from "../adapters/keyring/fake_tools.ts";
import type { ProgramResult } from "../support/sandbox.ts";
import { hasTerminals } from "../support/terminal.ts";
import { hostOf, HUB, World } from "./world.ts";

const YAML = `auth:
  realm: acme
  identities:
    Builder: {kind: aws/user, default: true}
    given: {kind: aws/user, credentials: {access_key_id: AKIAGIVENGIVENGIVEN1, secret_access_key: x}}
    role: {kind: aws/assume-role, via: {identity: Builder}, principal: {assume_role: "arn:aws:iam::222233334444:role/deploy"}}
  integrations:
    hub/ecr: {kind: aws/ecr, via: {identity: Builder}, spec: {registry: {account_id: "${HUB}", region: us-east-1}}}
`;

const FILE_KEYRING = { ATMOS_KEYRING_TYPE: "file", ATMOS_KEYRING_PASSWORD: "correct horse" };

async function worldOf(): Promise<World> {
  return await World.create(YAML);
}

/** Runs `auth user configure` without a terminal. */
function configure(
  world: World,
  args: readonly string[] = [],
  { env = FILE_KEYRING, stdin = `${world.user.secretAccessKey}\n` }: {
    readonly env?: Readonly<Record<string, string>>;
    readonly stdin?: string;
  } = {},
): Promise<ProgramResult> {
  const id = args.includes("--access-key-id") ? [] : ["--access-key-id", world.user.accessKeyId];
  return world.run(["auth", "user", "configure", "Builder", ...id, ...args], { env, stdin });
}

Deno.test("keys that are kept in a file keyring serve a login", async () => {
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
  name: "keys that are kept in the system's keyring serve a login, and no secret is printed",
  ignore: Deno.build.os !== "linux",
  async fn(): Promise<void> {
    await using world = await worldOf();
    const tools = await fakeTools(world.sandbox.root);
    const env = { PATH: `${join(world.sandbox.root, "bin")}:${Deno.env.get("PATH")}` };
    const { code, stderr } = await configure(world, ["--session-duration", "2h"], { env });
    strictEqual(code, 0, stderr);
    match(stderr, /✓ Kept the keys of Builder in the system's keyring, "atmos_acme_builder"\n/);
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

Deno.test("new keys are used at once: sessions and tokens of older ones are forgotten", async () => {
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

/** What is refused → arguments and surroundings, exit code and words. Nothing is kept then. */
const REFUSALS: readonly {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly code: number;
  readonly words: RegExp;
}[] = [
  {
    name: "nobody to ask",
    args: ["Builder"],
    code: 4,
    words: /there is no terminal[\s\S]*`atmos-ecr auth user configure Builder`[\s\S]*LOGIN_REQUIRED/,
  },
  { name: "several users", args: [], code: 2, words: /Give one of Builder, given[\s\S]*SELECTION_REQUIRED/ },
  { name: "no such identity", args: ["nobody"], code: 2, words: /IDENTITY_NOT_FOUND/ },
  { name: "a role", args: ["role"], code: 2, words: /only an aws\/user has keys[\s\S]*Builder/ },
  {
    name: "keys in the configuration",
    args: ["given"],
    code: 2,
    words: /configuration has keys of it, which are used first/,
  },
  {
    name: "no secret",
    args: ["Builder", "--access-key-id", "AKIAAAAAAAAAAAAAAAAA"],
    stdin: "",
    code: 2,
    words: /it is empty/,
  },
  {
    name: "two words",
    args: ["Builder", "--access-key-id", "AKIAAAAAAAAAAAAAAAAA"],
    stdin: "a b\n",
    code: 2,
    words: /one word/,
  },
  {
    name: "a long line",
    args: ["Builder", "--access-key-id", "AKIAAAAAAAAAAAAAAAAA"],
    stdin: "a".repeat(5000),
    code: 2,
    words: /longer than 4 KiB/,
  },
  {
    name: "no key id",
    args: ["Builder", "--access-key-id", "AKIA"],
    stdin: "s",
    code: 2,
    words: /--access-key-id/,
  },
  {
    name: "keys of a session",
    args: ["Builder", "--access-key-id", "ASIAAAAAAAAAAAAAAAAA"],
    stdin: "s",
    code: 2,
    words: /keys of a session/,
  },
  {
    name: "no device",
    args: ["Builder", "--access-key-id", "AKIAAAAAAAAAAAAAAAAA", "--mfa-arn", "x y"],
    stdin: "s",
    code: 2,
    words: /--mfa-arn/,
  },
  {
    name: "no duration",
    args: ["Builder", "--access-key-id", "AKIAAAAAAAAAAAAAAAAA", "--session-duration", "soon"],
    stdin: "s",
    code: 2,
    words: /--session-duration/,
  },
  {
    name: "a device in a profile",
    args: ["Builder", "--aws-profile-file", "--mfa-arn", "arn:aws:iam::1:mfa/x"],
    code: 2,
    words: /Cannot combine --mfa-arn with --aws-profile-file/,
  },
  {
    name: "keys that AWS does not know",
    args: ["Builder", "--access-key-id", "AKIAAAAAAAAAAAAAAAAA"],
    stdin: "wrong",
    code: 1,
    words: /AWS_DENIED|AWS_CREDENTIALS/,
  },
  {
    name: "memory",
    args: ["Builder"],
    env: { ATMOS_KEYRING_TYPE: "memory" },
    code: 2,
    words: /ends with this process/,
  },
];

Deno.test("what cannot be kept changes nothing", async (t) => {
  await using world = await worldOf();
  for (const { name, args, env = FILE_KEYRING, stdin, code, words } of REFUSALS) {
    await t.step(name, async () => {
      const before = await world.sandbox.files();
      const result = await world.run(["auth", "user", "configure", ...args], {
        env,
        ...(stdin === undefined ? {} : { stdin }),
      });
      strictEqual(result.code, code, result.stderr);
      match(result.stderr, words);
      const after = await world.sandbox.files();
      deepStrictEqual(
        after.filter((path) => /keyring|\.aws/.test(path)),
        before.filter((path) => /keyring|\.aws/.test(path)),
      );
    });
  }
});

Deno.test("keys in a profile that would be used first are not kept elsewhere in vain", async () => {
  await using world = await worldOf();
  strictEqual((await configure(world, ["--aws-profile-file"])).code, 0);
  const { code, stderr } = await configure(world);
  strictEqual(code, 2);
  match(stderr, /profile "Builder" of ".*credentials" has keys of it, which are used first/);
});

Deno.test("an absent keyring of the system is an error with a way out", async () => {
  await using world = await worldOf();
  const { code, stderr } = await configure(world, [], { env: { PATH: "/nonexistent" } });
  strictEqual(code, 3, stderr);
  match(stderr, /KEYRING_UNUSABLE/);
  match(stderr, /auth\.keyring\.type to file/);
});

Deno.test({
  name: "a person is asked for what was not given, and the secret is not shown",
  ignore: !await hasTerminals(),
  async fn(): Promise<void> {
    await using world = await worldOf();
    const terminal = world.terminal(["auth", "user", "configure", "Builder"], { env: FILE_KEYRING });
    await terminal.until("Access key id of Builder");
    await terminal.type(`${world.user.accessKeyId}\r`);
    await terminal.until("Secret access key");
    await terminal.type(`${world.user.secretAccessKey}\r`);
    await terminal.until("ARN of the MFA device");
    await terminal.type("\r");
    await terminal.until("How long sessions last");
    await terminal.type("\r");
    strictEqual(await terminal.ended(), 0, terminal.screen);
    match(terminal.screen, /Kept the keys of Builder/);
    doesNotMatch(terminal.screen, new RegExp(RegExp.escape(world.user.secretAccessKey)));
    strictEqual((await world.run(["login", "hub/ecr"], { env: FILE_KEYRING })).code, 0);
  },
});

Deno.test("auth logout says that keys stay, and --keychain removes them", async () => {
  await using world = await worldOf();
  strictEqual((await configure(world)).code, 0);
  strictEqual((await world.run(["auth", "login"], { env: FILE_KEYRING })).code, 0);
  const logout = (...args: readonly string[]): Promise<ProgramResult> =>
    world.run(["auth", "logout", "Builder", ...args], { env: FILE_KEYRING });
  match((await logout()).stderr, /The keys of Builder stay in the keyring: --keychain removes them\n/);
  const keyring = async (): Promise<readonly string[]> =>
    (await world.sandbox.files()).filter((path) => path.endsWith("atmos_acme_builder"));
  strictEqual((await keyring()).length, 1);
  match(
    (await logout("--keychain", "--dry-run")).stderr,
    /^Would remove the keys of Builder in the keyring\n/,
  );
  strictEqual((await keyring()).length, 1);
  const { code, stdout, stderr } = await logout("--keychain", "-o", "json");
  strictEqual(code, 0, stderr);
  deepStrictEqual(JSON.parse(stdout).removed, [
    { kind: "keyring", identity: "Builder", provider: null, registry: null, path: null, status: "ok" },
  ]);
  deepStrictEqual(await keyring(), []);
  doesNotMatch((await logout()).stderr, /stay in the keyring/);
});

Deno.test("auth logout --keychain says that a keyring cannot be used", async () => {
  await using world = await worldOf();
  const { code, stderr } = await world.run(["auth", "logout", "Builder", "--keychain"], {
    env: { PATH: "/nonexistent" },
  });
  strictEqual(code, 3, stderr);
  match(stderr, /✗ the keys of Builder in the keyring: .*\[KEYRING_UNUSABLE\]/);
});
