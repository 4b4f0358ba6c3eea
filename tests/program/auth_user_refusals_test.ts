/** `auth user configure` where keys cannot be kept. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { configure, FILE_KEYRING, worldOf } from "./auth_user_world.ts";

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
    words: /no interactive terminal[\s\S]*`atmos-ecr auth user configure Builder`[\s\S]*LOGIN_REQUIRED/,
  },
  {
    name: "several users",
    args: [],
    code: 2,
    words: /Specify IDENTITY \(Builder, given[\s\S]*SELECTION_REQUIRED/,
  },
  { name: "no such identity", args: ["nobody"], code: 2, words: /IDENTITY_NOT_FOUND/ },
  {
    name: "a role",
    args: ["role"],
    code: 2,
    words: /only identities of kind aws\/user have keys[\s\S]*Valid values: Builder/,
  },
  {
    name: "keys in the configuration",
    args: ["given"],
    code: 2,
    words: /configuration already has its keys, which take precedence/,
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
    words: /contains no spaces/,
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
    words: /belongs to temporary credentials[\s\S]*Hint: {2}Use the access key ID of the IAM user/,
  },
  {
    name: "no device",
    args: ["Builder", "--access-key-id", "AKIAAAAAAAAAAAAAAAAA", "--mfa-arn", "x y"],
    stdin: "s",
    code: 2,
    words: /Cannot use "[^"]+" for --mfa-arn: [\s\S]*Hint: {2}Use an ARN such as/,
  },
  {
    name: "no duration",
    args: ["Builder", "--access-key-id", "AKIAAAAAAAAAAAAAAAAA", "--session-duration", "soon"],
    stdin: "s",
    code: 2,
    words: /Cannot use "soon" for --session-duration: [\s\S]*Hint: {2}Use a duration such as/,
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
    words: /does not outlive this process/,
  },
];

Deno.test("keys that cannot be stored change nothing", async (t) => {
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

Deno.test("keys that a profile would override are rejected", async () => {
  await using world = await worldOf();
  strictEqual((await configure(world, ["--aws-profile-file"])).code, 0);
  const { code, stderr } = await configure(world);
  strictEqual(code, 2);
  match(stderr, /profile "Builder" of ".*credentials" already has its keys, which take precedence/);
});

Deno.test("a missing system keyring is an error with a solution", async () => {
  await using world = await worldOf();
  const { code, stderr } = await configure(world, [], { env: { PATH: "/nonexistent" } });
  strictEqual(code, 3, stderr);
  match(stderr, /KEYRING_UNUSABLE/);
  match(stderr, /auth\.keyring\.type to file/);
});
