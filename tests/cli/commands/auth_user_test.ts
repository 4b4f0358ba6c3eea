/** `auth user configure`: which keys are refused, where the others go, and what they end. */
import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { AwsError } from "../../../src/domain/errors/errors.ts";
import { Secret } from "../../../src/domain/secret.ts";
import { storedKeyEntry } from "../../../src/domain/session/keyring_entries.ts";
import { ScriptedPrompter } from "../../fakes/scripted_prompter.ts";
import { AuthBench } from "../../support/auth_bench.ts";
import { DEPLOY, HUB_KEY } from "../../support/auth_bench_yaml.ts";
import type { ProgramResult } from "../../support/sandbox.ts";

const YAML = `auth:
  realm: acme
  identities:
    Builder: {kind: aws/user, default: true}
    given: {kind: aws/user, credentials: {access_key_id: AKIAGIVENGIVENGIVEN1, secret_access_key: x}}
    role: {kind: aws/assume-role, via: {identity: Builder}, principal: {assume_role: "${DEPLOY}"}}
`;
const OTHER_KEY = "AKIAOTHEROTHEROTHER1";
const ENTRY = "atmos_acme_builder";

function configure(
  bench: AuthBench,
  args: readonly string[] = [],
  { id = HUB_KEY, stdin = "secret" } = {},
): Promise<ProgramResult> {
  return bench.run(["auth", "user", "configure", "Builder", "--access-key-id", id, ...args], { stdin });
}

/** Whom AWS sees as an identity; or the code of the error. */
async function who(bench: AuthBench, identity: string): Promise<string> {
  const { stdout } = await bench.run(["auth", "whoami", "-i", identity, "-o", "json"]);
  const { principal, error } = JSON.parse(stdout);
  return error?.code ?? principal;
}

const BUILDER = `arn:aws:iam::123456789012:user/${HUB_KEY}`;
const OTHER = `arn:aws:iam::123456789012:user/${OTHER_KEY}`;

Deno.test("keys in the keyring are verified with AWS, and used", async () => {
  const bench = new AuthBench(YAML);
  const { code, stdout } = await configure(bench, ["--session-duration", "2h", "-o", "json"]);
  strictEqual(code, 0);
  deepStrictEqual(JSON.parse(stdout), {
    version: 1,
    identity: "Builder",
    access_key_id: HUB_KEY,
    account: "123456789012",
    principal: BUILDER,
    place: `the keyring, "${ENTRY}"`,
  });
  strictEqual(
    bench.keyring.entries.get(ENTRY),
    storedKeyEntry({ accessKeyId: HUB_KEY, secretAccessKey: "secret", sessionDuration: "2h" }),
  );
  strictEqual((await bench.run(["auth", "login"])).code, 0);
  strictEqual(bench.sts.calls.at(-2)?.session?.durationSeconds, 7200);
  const text = await configure(bench);
  match(text.stderr, /✓ Stored the keys of Builder in the keyring, "atmos_acme_builder"\n/);
  ok(!text.stderr.includes("secret"));
});

Deno.test("keys in a profile are used, too, and no others are stored in a keyring then", async () => {
  const bench = new AuthBench(YAML);
  const { code, stderr } = await configure(bench, ["--aws-profile-file"]);
  strictEqual(code, 0, stderr);
  deepStrictEqual([[...bench.profiles.keys()], bench.keyring.entries.size], [["Builder"], 0]);
  strictEqual(await who(bench, "Builder"), BUILDER);
  const refused = await configure(bench);
  strictEqual(refused.code, 2);
  match(
    refused.stderr,
    /profile "Builder" of ".*credentials" already has its keys, which take precedence/,
  );
  strictEqual(bench.keyring.entries.size, 0);
});

Deno.test("missing values are prompted for", async () => {
  const bench = new AuthBench(YAML);
  const device = "arn:aws:iam::111122223333:mfa/me";
  const prompter = new ScriptedPrompter(HUB_KEY, "two words", "secret", device, "10s", "1h");
  const { code, stdout, stderr } = await bench.run(["auth", "user", "configure", "Builder"], { prompter });
  strictEqual(code, 0, stderr);
  deepStrictEqual([...new Set(prompter.questions)], [
    "Access key ID of Builder",
    "Secret access key",
    "ARN of the MFA device (Enter for none)",
    "Session duration (Enter for 12h)",
  ]);
  strictEqual(
    bench.keyring.entries.get(ENTRY),
    storedKeyEntry({
      accessKeyId: HUB_KEY,
      secretAccessKey: "secret",
      mfaArn: device,
      sessionDuration: "1h",
    }),
  );
  doesNotMatch(stdout + stderr, /secret/);
});

/** What is refused → arguments and standard input, exit code and words. Nothing is kept then. */
const REFUSALS: readonly {
  readonly name: string;
  readonly args: readonly string[];
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
    args: ["Builder", "--access-key-id", HUB_KEY],
    stdin: "",
    code: 2,
    words: /it is empty/,
  },
  {
    name: "two words",
    args: ["Builder", "--access-key-id", HUB_KEY],
    stdin: "a b",
    code: 2,
    words: /contains no spaces/,
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
    args: ["Builder", "--access-key-id", HUB_KEY, "--mfa-arn", "x y"],
    stdin: "s",
    code: 2,
    words: /Cannot use "[^"]+" for --mfa-arn: [\s\S]*Hint: {2}Use an ARN such as/,
  },
  {
    name: "no duration",
    args: ["Builder", "--access-key-id", HUB_KEY, "--session-duration", "soon"],
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
    args: ["Builder", "--access-key-id", OTHER_KEY],
    stdin: "wrong",
    code: 1,
    words: /AWS_DENIED/,
  },
];

Deno.test("keys that cannot be stored change nothing", async (t) => {
  const bench = new AuthBench(YAML);
  bench.sts.failure = () => new AwsError("AWS_DENIED", "no");
  const unchanged = (): void => deepStrictEqual([bench.keyring.entries.size, bench.profiles.size], [0, 0]);
  for (const { name, args, stdin, code, words } of REFUSALS) {
    await t.step(name, async () => {
      const result = await bench.run(["auth", "user", "configure", ...args], {
        ...(stdin === undefined ? {} : { stdin }),
      });
      strictEqual(result.code, code, result.stderr);
      match(result.stderr, words);
      unchanged();
    });
  }
  bench.sts.failure = undefined;
  await t.step("a keyring in memory", async () => {
    bench.keyring.effective = "memory";
    const { code, stderr } = await configure(bench);
    strictEqual(code, 2, stderr);
    match(stderr, /does not outlive this process/);
    unchanged();
    bench.keyring.effective = "system";
  });
  await t.step("a keyring that cannot be used", async () => {
    bench.keyring.trouble = "there is none";
    const { code, stderr } = await configure(bench);
    strictEqual(code, 3, stderr);
    match(stderr, /KEYRING_UNUSABLE/);
    match(stderr, /auth\.keyring\.type to file/);
    unchanged();
  });
});

Deno.test("new keys take effect immediately: sessions of older ones are removed", async () => {
  const bench = new AuthBench(YAML);
  bench.sts.roles.set(DEPLOY, {});
  for (const [id, arn] of [[HUB_KEY, BUILDER], [OTHER_KEY, OTHER]] as const) {
    const { code, stderr } = await configure(bench, [], { id });
    strictEqual(code, 0, stderr);
    deepStrictEqual(
      bench.sessions.actions.filter((action) => action.startsWith("remove")).slice(-2),
      ["remove builder", "remove role"],
    );
    strictEqual((await bench.run(["auth", "login"])).code, 0);
    deepStrictEqual([await who(bench, "Builder"), await who(bench, "role")], [arn, DEPLOY]);
  }
  strictEqual(bench.sts.calls.filter(({ action }) => action === "AssumeRole").length, 2);
});

Deno.test("keys that another program changes or removes in the keyring make no use of sessions of the former ones", async (t) => {
  const bench = new AuthBench(YAML);
  strictEqual((await configure(bench)).code, 0);
  const first = bench.keyring.entries.get(ENTRY) ?? "";
  deepStrictEqual([await who(bench, "Builder"), await who(bench, "role")], [BUILDER, DEPLOY]);
  await t.step("a keyring that cannot be opened leaves the sessions as they are", async () => {
    const sessions = (): number =>
      bench.sts.calls.filter(({ action }) => action !== "GetCallerIdentity").length;
    const before = sessions();
    bench.keyring.trouble = "it is locked";
    deepStrictEqual([await who(bench, "Builder"), sessions()], [BUILDER, before]);
    bench.keyring.trouble = undefined;
  });
  await t.step("changed", async () => {
    bench.keyring.entries.set(ENTRY, storedKeyEntry({ accessKeyId: OTHER_KEY, secretAccessKey: "other" }));
    // The role does not trust the other user.
    deepStrictEqual([await who(bench, "role"), await who(bench, "Builder")], ["AWS_DENIED", OTHER]);
  });
  await t.step("changed back", async () => {
    bench.keyring.entries.set(ENTRY, first);
    deepStrictEqual([await who(bench, "Builder"), await who(bench, "role")], [BUILDER, DEPLOY]);
  });
  await t.step("removed", async () => {
    bench.keyring.entries.delete(ENTRY);
    for (const identity of ["role", "Builder"]) strictEqual(await who(bench, identity), "LOGIN_REQUIRED");
  });
});

Deno.test("keys in a profile that change make no use of sessions of the former ones", async () => {
  const bench = new AuthBench(YAML);
  const counts: number[] = [];
  for (const [accessKeyId, arn] of [[HUB_KEY, BUILDER], [OTHER_KEY, OTHER]] as const) {
    const secretAccessKey = new Secret("secret");
    bench.profiles.set("Builder", { kind: "keys", accessKeyId, secretAccessKey, from: "a profile" });
    for (const _again of [1, 2]) strictEqual(await who(bench, "Builder"), arn);
    counts.push(bench.sts.calls.filter(({ action }) => action === "GetSessionToken").length);
  }
  deepStrictEqual(counts, [1, 2]);
});
