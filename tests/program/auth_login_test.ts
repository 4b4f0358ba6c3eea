import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { DEV, hostOf, HUB, PROD, World } from "./world.ts";

Deno.test("auth login logs in, stores the session for AWS_PROFILE, and runs automatic integrations, once", async () => {
  await using world = await World.create();
  const { code, stdout, stderr } = await world.run(["auth", "login", "Dev-Deploy"]);
  strictEqual(code, 0, stderr);
  strictEqual(stdout, "");
  match(
    stderr,
    /✓ Logged in as dev-deploy\n {2}Realm +[0-9a-f]{16}\n {2}Identity +dev-deploy\n {2}Account +222233334444\n {2}Principal +arn:aws:sts::222233334444:assumed-role\/deploy\//,
  );
  match(stderr, / {2}Region +us-east-1\n {2}Expires +in 1h \(\d{4}-\d\d-\d\d \d\d:\d\d UTC\)\n/);
  match(
    stderr,
    /✓ Logged in to 222233334444\.dkr\.ecr\.us-east-1\.amazonaws\.com as dev-deploy, for dev\/ecr/,
  );
  deepStrictEqual(world.aws.requests.map(({ action }) => action), [
    "GetSessionToken",
    "AssumeRole",
    "GetAuthorizationToken",
    "GetAuthorizationToken",
  ]);
  ok(await world.password(hostOf(DEV)) !== undefined && await world.password("public.ecr.aws") !== undefined);
  // It says auto_provision: false.
  strictEqual(await world.password(hostOf(DEV, "eu-west-1")), undefined);
  match(await world.credentialsFile(), /\[dev-deploy\](?:\n; .*)*\naws_access_key_id *= *ASIA/);
});

Deno.test("auth login -o json contains principal, expiry and results of registries", async () => {
  await using world = await World.create();
  const { code, stdout, stderr } = await world.run(["auth", "login", "-i", "prod-deploy", "-o", "json"]);
  strictEqual(code, 0, stderr);
  const { realm, expiration, registries, principal, ...rest } = JSON.parse(stdout);
  match(principal, /^arn:aws:sts::333344445555:assumed-role\/deploy\//);
  match(realm, /^[0-9a-f]{16}$/);
  ok(Date.parse(expiration) > Date.now());
  deepStrictEqual(rest, {
    version: 1,
    provider: null,
    identity: "prod-deploy",
    account: PROD,
    region: "eu-west-1",
  });
  deepStrictEqual(
    registries.map(({ expires_at: _expires, ...registry }: Record<string, unknown>) => registry),
    [
      { registry: hostOf(PROD, "eu-west-1"), integration: "Prod/ECR", identity: "prod-deploy", status: "ok" },
    ],
  );
});

Deno.test("auth login --force creates a new session of the identity, but not of its bases", async () => {
  await using world = await World.create();
  strictEqual((await world.run(["auth", "login"])).code, 0);
  const before = world.aws.requests.length;
  const { code, stderr } = await world.run(["auth", "login", "--force"]);
  strictEqual(code, 0, stderr);
  deepStrictEqual(world.aws.requests.slice(before).map(({ action }) => action), [
    "AssumeRole",
    "GetAuthorizationToken",
    "GetAuthorizationToken",
  ]);
  const provider = await world.run(["auth", "login", "--provider", "x", "--force"]);
  deepStrictEqual([provider.code, /Cannot combine --force with --provider/.test(provider.stderr)], [2, true]);
});

Deno.test("account and principal are those reported by AWS, and omitted if AWS cannot be called", async (t) => {
  await using world = await World.create();
  /** The rows of a login, or those of its JSON. */
  const who = async (name: string, env: Record<string, string> = {}): Promise<unknown> => {
    const { code, stdout, stderr } = await world.run(["auth", "login", name, "-o", "json"], { env });
    strictEqual(code, 0, stderr);
    const { account, principal } = JSON.parse(stdout);
    return [account, principal?.replace(/\/[^/]*$/, "/")];
  };
  const role = [DEV, `arn:aws:sts::${DEV}:assumed-role/deploy/`];
  const rows: readonly (readonly [string, string, unknown, Record<string, string>?])[] = [
    ["a new session of a user, of whom the configuration says nothing", "builder", [
      HUB,
      `arn:aws:iam::${HUB}:user/`,
    ]],
    ["one that was kept", "builder", [HUB, `arn:aws:iam::${HUB}:user/`]],
    ["a new session of a role", "dev-deploy", role],
    ["one that was kept, too", "dev-deploy", role],
  ];
  for (const [name, identity, wanted, env] of rows) {
    await t.step(name, async () => deepStrictEqual(await who(identity, env), wanted));
  }
  await t.step("a stored session that AWS rejects", async () => {
    world.aws.revoke(world.role.arn);
    deepStrictEqual(await who("dev-deploy"), role);
  });
  await t.step("AWS STS cannot be reached", async () => {
    deepStrictEqual(await who("dev-deploy", { AWS_ENDPOINT_URL_STS: "http://127.0.0.1:9" }), [
      null,
      undefined,
    ]);
    const { stderr } = await world.run(["auth", "login"], {
      env: { AWS_ENDPOINT_URL_STS: "http://127.0.0.1:9" },
    });
    match(stderr, /Identity +dev-deploy\n {2}Region/);
  });
});

Deno.test("a second auth login reuses the session, and only requests new tokens", async () => {
  await using world = await World.create();
  strictEqual((await world.run(["auth", "login"])).code, 0);
  const before = world.aws.requests.length;
  const { code, stderr } = await world.run(["auth", "login", "--quiet"]);
  deepStrictEqual([code, stderr], [0, ""]);
  deepStrictEqual(world.aws.requests.slice(before).map(({ action }) => action), [
    "GetAuthorizationToken",
    "GetAuthorizationToken",
  ]);
});

Deno.test("a failed integration causes a warning, and the login remains valid", async () => {
  await using world = await World.create(
    World.ATMOS_YAML.replace(
      "kind: aws/ecr-public",
      'kind: aws/ecr\n      spec: {registry: {account_id: "12"}}',
    ),
  );
  world.aws.deny(`arn:aws:iam::${DEV}:role/deploy`, "ecr:GetAuthorizationToken");
  const { code, stderr } = await world.run(["auth", "login", "dev-deploy"]);
  strictEqual(code, 0, stderr);
  // The token is requested while the session is stored, and yet the login comes first.
  match(
    stderr,
    /✓ Logged in as dev-deploy\n[\s\S]*Warning: Integration "dev\/ecr" failed: .* \[AWS_DENIED\]/,
  );
  match(await world.credentialsFile(), /\[dev-deploy\](?:\n; .*)*\naws_access_key_id *= *ASIA/);
  match(stderr, /Warning: Integration "public" failed: .* \[CONFIG_INVALID\]/);
  const { stdout } = await world.run(["auth", "login", "dev-deploy", "-o", "json"]);
  deepStrictEqual(
    JSON.parse(stdout).registries.map(({ registry, status, error }: Record<string, unknown>) => [
      registry,
      status,
      (error as { code: string }).code,
    ]),
    [[hostOf(DEV), "failed", "AWS_DENIED"], [null, "failed", "CONFIG_INVALID"]],
  );
});

Deno.test("auth login that AWS denies fails, and runs no integration", async () => {
  await using world = await World.create();
  const { code, stdout } = await world.run(["auth", "login", "-o", "json"], {
    env: { BUILDER_SECRET: "wrong" },
  });
  strictEqual(code, 1);
  strictEqual(JSON.parse(stdout).error.code, "AWS_DENIED");
  strictEqual(world.aws.count("ecr"), 0);
});

/** What is typed → exit code, and what is said. */
const MISTAKES: readonly (readonly [readonly string[], number, RegExp])[] = [
  [["dev-deplay"], 2, /"dev-deplay"[\s\S]*dev-deploy[\s\S]*IDENTITY_NOT_FOUND/],
  [
    ["dev-deploy", "-i", "prod-deploy"],
    2,
    /Cannot combine identity "dev-deploy" with --identity "prod-deploy"/,
  ],
  [["-i"], 2, /--identity has no value[\s\S]*builder, dev-deploy, prod-deploy[\s\S]*SELECTION_REQUIRED/],
];

for (const [args, expected, message] of MISTAKES) {
  Deno.test(`auth login ${args.join(" ")} is rejected before AWS is called`, async () => {
    await using world = await World.create();
    const { code, stderr } = await world.run(["auth", "login", ...args]);
    strictEqual(code, expected, stderr);
    match(stderr, message);
    strictEqual(world.aws.requests.length, 0);
  });
}

Deno.test("auth login accepts the same identity twice, and prefers the variable to the default", async () => {
  await using world = await World.create();
  const twice = await world.run(["auth", "login", "dev-deploy", "--identity=DEV-DEPLOY"]);
  strictEqual(twice.code, 0, twice.stderr);
  const variable = await world.run(["auth", "login"], { env: { ATMOS_IDENTITY: "builder" } });
  match(variable.stderr, /✓ Logged in as builder\n/);
});

Deno.test("auth whoami calls AWS, and runs no integration", async () => {
  await using world = await World.create();
  const { code, stdout, stderr } = await world.run(["auth", "whoami", "-o", "json"]);
  strictEqual(code, 0, stderr);
  const { realm, expiration, principal, ...rest } = JSON.parse(stdout);
  deepStrictEqual(rest, { version: 1, identity: "dev-deploy", account: DEV });
  match(realm, /^[0-9a-f]{16}$/);
  match(principal, /^arn:aws:sts::222233334444:assumed-role\/deploy\/atmos-dev-deploy-\d+$/);
  ok(Date.parse(expiration) > Date.now());
  strictEqual(world.aws.count("ecr"), 0);
  const text = await world.run(["auth", "whoami"]);
  match(
    text.stdout,
    /^Realm +\S+\nIdentity +dev-deploy\nAccount +222233334444\nPrincipal +arn:.*\nExpires +in 1h \(.* UTC\)\n$/,
  );
  strictEqual(world.aws.count("sts", "AssumeRole"), 1);
});

Deno.test("auth whoami renews a session that AWS has revoked", async () => {
  await using world = await World.create();
  strictEqual((await world.run(["auth", "login", "prod-deploy"])).code, 0);
  const kept = await world.credentialsFile();
  await world.writeCredentialsFile(kept.replaceAll(/ASIA[A-Z0-9]+/g, "ASIAREVOKEDREVOKED00"));
  const { code, stdout, stderr } = await world.run(["auth", "whoami", "-i", "prod-deploy"]);
  strictEqual(code, 0, stderr);
  match(stdout, /assumed-role\/deploy/);
});

Deno.test("auth login accepts an MFA code, and has a hint if prompts are impossible", async () => {
  await using world = await World.create();
  const user = world.aws.user({ account: HUB, name: "careful", mfa: true });
  await world.sandbox.write(
    "atmos.yaml",
    `auth:
  identities:
    careful:
      kind: aws/user
      default: true
      credentials: {access_key_id: !env BUILDER_KEY, secret_access_key: !env BUILDER_SECRET, mfa_arn: "${user.mfaArn}"}
`,
  );
  const env = { BUILDER_KEY: user.accessKeyId, BUILDER_SECRET: user.secretAccessKey };
  for (const command of ["login", "whoami"]) {
    const { code, stdout } = await world.run(["auth", command, "-o", "json"], { env });
    deepStrictEqual([code, JSON.parse(stdout).error.code], [4, "MFA_REQUIRED"], command);
  }
  const login = await world.run(["auth", "login", "--mfa-code", user.mfaCode()], { env });
  strictEqual(login.code, 0, login.stderr);
  match(
    (await world.run(["auth", "whoami"], { env })).stdout,
    /Principal +arn:aws:iam::111122223333:user\/careful\n/,
  );
});
