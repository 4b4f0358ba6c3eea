/** What `auth login` and `auth whoami` say, in which order, and what they refuse. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { AwsError } from "../../../src/domain/errors/errors.ts";
import { AuthBench } from "../../support/auth_bench.ts";
import { DEPLOY, DEV, DEV_HOST, HUB, PROD, PROD_HOST, ROLES_YAML } from "../../support/auth_bench_yaml.ts";

Deno.test("auth login -o json contains principal, expiry and results of registries", async () => {
  const bench = new AuthBench();
  const { code, stdout, stderr } = await bench.run(["auth", "login", "-i", "prod-deploy", "-o", "json"]);
  deepStrictEqual([code, stderr], [0, ""]);
  const { expiration, registries, principal, ...rest } = JSON.parse(stdout);
  match(principal, /^arn:aws:iam::333344445555:role\/deploy$/);
  strictEqual(Date.parse(expiration), bench.now.getTime() + 3_600_000);
  deepStrictEqual(rest, {
    version: 1,
    realm: "acme",
    provider: null,
    identity: "prod-deploy",
    account: PROD,
    region: "eu-west-1",
  });
  deepStrictEqual(
    registries.map(({ expires_at: _expires, ...registry }: Record<string, unknown>) => registry),
    [{ registry: PROD_HOST, integration: "Prod/ECR", identity: "prod-deploy", status: "ok" }],
  );
});

Deno.test("a second auth login reuses the session, and only requests new tokens; --force makes a new one of the identity, not of its bases", async () => {
  const bench = new AuthBench();
  const asked = async (...args: readonly string[]): Promise<string[]> => {
    bench.sts.calls.length = bench.tokens.requests.length = 0;
    const { code, stderr } = await bench.run(["auth", "login", "--quiet", ...args]);
    deepStrictEqual([code, stderr], [0, ""]);
    return bench.asked;
  };
  deepStrictEqual(await asked(), ["GetSessionToken", "AssumeRole", "token", "token"]);
  deepStrictEqual(await asked(), ["token", "token"]);
  deepStrictEqual(await asked("--force"), ["AssumeRole", "token", "token"]);
});

Deno.test("a session stored for another role is not used after the configuration changes", async () => {
  const bench = new AuthBench();
  strictEqual((await bench.run(["login", "dev/ecr"])).code, 0);
  const other = `arn:aws:iam::${DEV}:role/other`;
  bench.sts.roles.set(other, {});
  bench.yaml = ROLES_YAML.replace(DEPLOY, other);
  const { code, stderr } = await bench.run(["login", "dev/ecr"]);
  strictEqual(code, 0, stderr);
  deepStrictEqual(bench.tokens.requests.map(({ accessKeyId }) => bench.sts.principal(accessKeyId)), [
    DEPLOY,
    other,
  ]);
});

Deno.test("a failed integration causes a warning, and the login remains valid", async () => {
  const bench = new AuthBench(
    ROLES_YAML.replace("{kind: aws/ecr-public,", '{kind: aws/ecr, spec: {registry: {account_id: "12"}},'),
  );
  bench.tokens.failure = () => new AwsError("AWS_DENIED", "no");
  const { code, stderr } = await bench.run(["auth", "login", "dev-deploy"]);
  strictEqual(code, 0, stderr);
  // The token is requested while the session is stored, and yet the login comes first.
  match(
    stderr,
    /✓ Logged in as dev-deploy\n[\s\S]*Warning: Integration "dev\/ecr" failed: .* \[AWS_DENIED\]/,
  );
  match(stderr, /Warning: Integration "public" failed: .* \[CONFIG_INVALID\]/);
  ok(bench.sessions.actions.includes("write dev-deploy"));
  const { stdout } = await bench.run(["auth", "login", "dev-deploy", "-o", "json"]);
  deepStrictEqual(
    JSON.parse(stdout).registries.map(({ registry, status, error }: Record<string, unknown>) => [
      registry,
      status,
      (error as { code: string }).code,
    ]),
    [[DEV_HOST, "failed", "AWS_DENIED"], [null, "failed", "CONFIG_INVALID"]],
  );
});

Deno.test("auth login that AWS denies fails, and runs no integration", async () => {
  const bench = new AuthBench();
  bench.sts.failure = () => new AwsError("AWS_DENIED", "no");
  const { code, stdout } = await bench.run(["auth", "login", "-o", "json"]);
  strictEqual(code, 1);
  strictEqual(JSON.parse(stdout).error.code, "AWS_DENIED");
  deepStrictEqual([bench.tokens.requests, bench.logins], [[], []]);
});

/** What is typed → what is said. */
const MISTAKES: readonly (readonly [readonly string[], RegExp])[] = [
  [["dev-deplay"], /"dev-deplay"[\s\S]*dev-deploy[\s\S]*IDENTITY_NOT_FOUND/],
  [
    ["dev-deploy", "-i", "prod-deploy"],
    /Cannot combine identity "dev-deploy" with --identity "prod-deploy"/,
  ],
  [["-i"], /--identity has no value[\s\S]*builder, dev-deploy, prod-deploy[\s\S]*SELECTION_REQUIRED/],
  [["--provider", "x", "--force"], /Cannot combine --force with --provider/],
  [["-i", "dev-deploy", "--provider", "x"], /Cannot combine an identity with --provider/],
  [["dev-deploy", "--tags", "dev"], /Cannot combine --tags/],
  [["--mfa-code", "12345"], /Cannot use --mfa-code: an MFA code has 6 digits/],
];

Deno.test("what auth login cannot mean is rejected before AWS is called", async (t) => {
  const bench = new AuthBench();
  for (const [args, message] of MISTAKES) {
    await t.step(args.join(" "), async () => {
      const { code, stderr } = await bench.run(["auth", "login", ...args]);
      strictEqual(code, 2, stderr);
      match(stderr, message);
      deepStrictEqual(bench.asked, []);
    });
  }
});

Deno.test("auth login accepts the same identity twice, and prefers the variable to the default", async () => {
  const bench = new AuthBench();
  const twice = await bench.run(["auth", "login", "dev-deploy", "--identity=DEV-DEPLOY"]);
  match(twice.stderr, /✓ Logged in as dev-deploy\n/);
  const variable = await bench.run(["auth", "login"], { env: { ATMOS_IDENTITY: "builder" } });
  match(variable.stderr, /✓ Logged in as builder\n/);
});

Deno.test("an MFA code is given by option or variable; without one, and without a terminal, there is a hint", async () => {
  const device = `arn:aws:iam::${HUB}:mfa/me`;
  const bench = new AuthBench(ROLES_YAML.replace("secret_access_key: secret", `$&, mfa_arn: "${device}"`));
  bench.sts.mfaCodes.set(device, new Set(["123456", "654321"]));
  for (const command of ["login", "whoami"]) {
    const { code, stdout } = await bench.run(["auth", command, "-o", "json"]);
    deepStrictEqual([code, JSON.parse(stdout).error.code], [4, "MFA_REQUIRED"], command);
  }
  deepStrictEqual(bench.asked, []);
  const wrong = await bench.run(["auth", "login"], { env: { ATMOS_ECR_MFA_CODE: "12345" } });
  deepStrictEqual([wrong.code, /Cannot use ATMOS_ECR_MFA_CODE:/.test(wrong.stderr)], [2, true]);
  for (
    const [realm, args, env] of [["one", ["--mfa-code", "123456"], {}], ["two", [], {
      ATMOS_ECR_MFA_CODE: "654321",
    }]] as const
  ) {
    const { code, stderr } = await bench.run(["auth", "login", ...args], {
      env: { ...env, ATMOS_AUTH_REALM: realm },
    });
    strictEqual(code, 0, stderr);
  }
});

Deno.test("auth whoami shows what AWS says, renews a session that AWS rejects, and runs no integration", async () => {
  const bench = new AuthBench();
  const { code, stdout, stderr } = await bench.run(["auth", "whoami"]);
  deepStrictEqual([code, stderr], [0, ""]);
  match(
    stdout,
    /^Realm +acme\nIdentity +dev-deploy\nAccount +222233334444\nPrincipal +arn:.*\nExpires +in 1h \(.* UTC\)\n$/,
  );
  const [revoked] = bench.sts.calls.filter(({ action }) => action === "GetCallerIdentity");
  bench.sts.failure = ({ accessKeyId }) =>
    accessKeyId === revoked?.accessKeyId
      ? new AwsError("AWS_DENIED", "no", { keysRefused: true })
      : undefined;
  const again = await bench.run(["auth", "whoami", "-o", "json"]);
  strictEqual(again.code, 0, again.stderr);
  const { account, principal, identity } = JSON.parse(again.stdout);
  deepStrictEqual([account, principal, identity], [DEV, DEPLOY, "dev-deploy"]);
  deepStrictEqual(bench.sts.calls.map(({ action }) => action).slice(3), [
    "GetCallerIdentity",
    "AssumeRole",
    "GetCallerIdentity",
  ]);
  deepStrictEqual(bench.tokens.requests, []);
});

Deno.test("account and principal are those reported by AWS, and omitted if AWS cannot be called", async (t) => {
  const bench = new AuthBench();
  const login = async (identity: string): Promise<unknown> => {
    const { code, stdout, stderr } = await bench.run(["auth", "login", identity, "-o", "json"]);
    strictEqual(code, 0, stderr);
    const { account, principal } = JSON.parse(stdout);
    return [account, principal];
  };
  // The configuration says nothing of the user.
  for (const [what, identity] of [["a user", "builder"], ["a role", "dev-deploy"]] as const) {
    const expected = identity === "builder"
      ? ["123456789012", "arn:aws:iam::123456789012:user/AKIABUILDERBUILDER12"]
      : [DEV, DEPLOY];
    await t.step(`a new session of ${what}`, async () => deepStrictEqual(await login(identity), expected));
    await t.step(
      `one that was kept, of ${what}`,
      async () => deepStrictEqual(await login(identity), expected),
    );
  }
  await t.step("a stored session that AWS rejects", async () => {
    const { accessKeyId } = bench.sts.calls.at(-1) ?? {};
    bench.sts.failure = (call) =>
      call.accessKeyId === accessKeyId ? new AwsError("AWS_DENIED", "no", { keysRefused: true }) : undefined;
    deepStrictEqual(await login("dev-deploy"), [DEV, DEPLOY]);
  });
  await t.step("AWS STS cannot be reached", async () => {
    bench.sts.failure = () => new AwsError("AWS_UNREACHABLE", "no");
    deepStrictEqual(await login("dev-deploy"), [null, null]);
    const { stderr } = await bench.run(["auth", "login"]);
    match(stderr, /Identity +dev-deploy\n {2}Region/);
  });
});
