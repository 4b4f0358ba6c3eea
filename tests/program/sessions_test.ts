/** Sessions that are shared with Atmos, and the ways to one that need more than keys. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
import type { Keys } from "../fakes/aws/fake_aws.ts";
import { hasTerminals } from "../support/terminal.ts";
import { startFakeActionsOidc } from "../fakes/github/actions_oidc.ts";
import { DEV, hostOf, HUB, PROD, World } from "./world.ts";

const REALM = { ATMOS_AUTH_REALM: "acme" };

/** What was asked of AWS, in order. */
function asked({ aws }: World): string[] {
  return aws.requests.map(({ action }) => action ?? "?");
}

/** Writes a session where, and as, Atmos would have left it. */
async function leaveSession(
  world: World,
  root: string,
  identity: string,
  lifeSeconds: number,
  role = world.role,
): Promise<string> {
  return await leaveKeys(
    world,
    root,
    identity,
    world.aws.session(role, { name: "atmos", lifeSeconds }),
    lifeSeconds,
  );
}

async function leaveKeys(
  world: World,
  root: string,
  identity: string,
  keys: Keys,
  lifeSeconds = 3600,
): Promise<string> {
  const directory = join(world.sandbox.home, ".config/atmos/acme/aws", root);
  await Deno.mkdir(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, "credentials");
  const expiration = new Date(Date.now() + lifeSeconds * 1000).toISOString().replace(/\.\d+/, "");
  const text = `; atmos: expiration=${expiration}
[${identity}]
aws_access_key_id     = ${keys.accessKeyId}
aws_secret_access_key = ${keys.secretAccessKey}
aws_session_token     = ${keys.sessionToken}
`;
  await Deno.writeTextFile(path, text, { mode: 0o600 });
  return path;
}

Deno.test("with Atmos' session on disk, login verifies its owner once, and requests the token", async () => {
  await using world = await World.create();
  await leaveSession(world, "builder", "dev-deploy", 3600);
  const { code, stderr } = await world.run(["login", "dev/ecr"], {
    env: { ...REALM, BUILDER_KEY: "", BUILDER_SECRET: "" },
  });
  strictEqual(code, 0, stderr);
  deepStrictEqual(asked(world), ["GetCallerIdentity", "GetAuthorizationToken"]);
  match(await world.principalOf(hostOf(DEV)) ?? "", /assumed-role\/deploy\/atmos$/);
});

Deno.test("a session of Atmos for another role of the same name is not used", async () => {
  await using world = await World.create();
  const role = world.aws.role({ account: PROD, name: "deploy", trusts: [] });
  await leaveSession(world, "builder", "dev-deploy", 3600, role);
  const { code, stderr } = await world.run(["login", "dev/ecr"], { env: REALM });
  strictEqual(code, 0, stderr);
  match(await world.principalOf(hostOf(DEV)) ?? "", new RegExp(`::${DEV}:assumed-role/deploy/`));
});

Deno.test("environment variables do not affect a stored session", async () => {
  await using world = await World.create();
  await leaveSession(world, "builder", "dev-deploy", 3600);
  const other = world.aws.user({ account: HUB, name: "other" });
  const { code, stderr } = await world.run(["login", "dev/ecr"], {
    env: { ...REALM, ...world.aws.environment(other), AWS_PROFILE: "" },
  });
  strictEqual(code, 0, stderr);
  match(await world.principalOf(hostOf(DEV)) ?? "", /assumed-role\/deploy\/atmos$/);
});

Deno.test("the second login only requests the token, and a revoked session is renewed", async () => {
  await using world = await World.create();
  strictEqual((await world.run(["login", "dev/ecr"], { env: REALM })).code, 0);
  deepStrictEqual(asked(world), ["GetSessionToken", "AssumeRole", "GetAuthorizationToken"]);
  strictEqual((await world.run(["login", "dev/ecr"], { env: REALM })).code, 0);
  deepStrictEqual(asked(world).slice(3), ["GetAuthorizationToken"]);
  world.aws.revoke(`arn:aws:iam::${DEV}:role/deploy`);
  const { code, stderr } = await world.run(["login", "dev/ecr"], { env: REALM });
  strictEqual(code, 0, stderr);
  deepStrictEqual(asked(world).slice(4), ["GetAuthorizationToken", "AssumeRole", "GetAuthorizationToken"]);
});

Deno.test("a session stored for another role is not used after the configuration changes", async () => {
  await using world = await World.create();
  strictEqual((await world.run(["login", "dev/ecr"], { env: REALM })).code, 0);
  world.aws.role({ account: DEV, name: "other", trusts: [world.user.arn] });
  await world.sandbox.write(
    "atmos.yaml",
    World.ATMOS_YAML.replace(`${DEV}:role/deploy`, `${DEV}:role/other`),
  );
  const { code, stderr } = await world.run(["login", "dev/ecr"], { env: REALM });
  strictEqual(code, 0, stderr);
  match(await world.principalOf(hostOf(DEV)) ?? "", /assumed-role\/other\//);
});

Deno.test("a file of sessions that is corrupted, or open to others, is a warning", async () => {
  for (
    const [spoil, says] of [
      [(path: string) => Deno.writeFile(path, new Uint8Array([0x5b, 0xff, 0x0a])), /not valid UTF-8/],
      [(path: string) => Deno.chmod(path, 0o666), /accessible to other users/],
    ] as const
  ) {
    await using world = await World.create();
    const path = await leaveSession(world, "builder", "dev-deploy", 3600);
    await spoil(path);
    const { code, stderr } = await world.run(["login", "dev/ecr"], { env: REALM });
    strictEqual(code, 0, stderr);
    match(stderr, says);
    ok(stderr.startsWith("Warning: "));
    deepStrictEqual(asked(world), ["GetSessionToken", "AssumeRole", "GetAuthorizationToken"]);
  }
});

/** A user with a device, and what nobody uses: a provider that is broken, a role that is mocked. */
function withMfa(serial: string, process = ""): string {
  return `auth:
  providers:
    broken: {kind: aws/iam-identity-center, start_url: 7}
    idp: {kind: aws/saml}
  identities:
    unused: {kind: mock/aws, via: {provider: broken}}
    me:
      kind: aws/user
      credentials:
        access_key_id: !env BUILDER_KEY
        secret_access_key: !env BUILDER_SECRET
        mfa_arn: ${serial}
${process === "" ? "" : `        mfa_process: ${process}\n`}  integrations:
    hub/ecr: {kind: aws/ecr, via: {identity: me}, spec: {registry: {account_id: "${HUB}", region: us-east-1}}}
`;
}

Deno.test("a user with MFA: by option, by variable, by command; the session is used again", async () => {
  await using world = await World.create("");
  const user = world.aws.user({ account: HUB, name: "carol", mfa: true });
  const keys = { ...REALM, BUILDER_KEY: user.accessKeyId, BUILDER_SECRET: user.secretAccessKey };
  await world.sandbox.write("atmos.yaml", withMfa(user.mfaArn, "'printf %s \"$CODE\"'"));

  const untrusted = await world.run(["login", "hub/ecr"], { env: { ...keys, CODE: "111111" } });
  deepStrictEqual([untrusted.code, /CONFIG_UNTRUSTED/.test(untrusted.stderr)], [2, true], untrusted.stderr);
  strictEqual(world.aws.requests.length, 0);

  const wrong = await world.run(["login", "hub/ecr", "--mfa-code", "000000"], { env: keys });
  strictEqual(wrong.code, 1);
  match(wrong.stderr, /MultiFactorAuthentication failed.*\n.*each code is valid only once/);

  const byCommand = await world.run(["login", "hub/ecr"], {
    env: { ...keys, CODE: user.mfaCode(), ATMOS_ECR_TRUST: "all" },
  });
  strictEqual(byCommand.code, 0, byCommand.stderr);

  const again = await world.run(["token", hostOf(HUB)], { env: keys });
  strictEqual(again.code, 0, again.stderr);
  deepStrictEqual(asked(world).slice(1), [
    "GetSessionToken",
    "GetAuthorizationToken",
    "GetAuthorizationToken",
  ]);

  const byVariable = await world.run(["token", hostOf(HUB)], {
    env: { ...keys, ATMOS_AUTH_REALM: "another", ATMOS_ECR_MFA_CODE: user.mfaCode() },
  });
  strictEqual(byVariable.code, 0, byVariable.stderr);

  await world.sandbox.write("atmos.yaml", withMfa(user.mfaArn));
  const nobody = await world.run(["login", "hub/ecr"], { env: { ...keys, ATMOS_AUTH_REALM: "third" } });
  strictEqual(nobody.code, 4);
  match(nobody.stderr, /MFA_REQUIRED/);
  const mistyped = await world.run(["login", "hub/ecr", "--mfa-code", "12345"], { env: keys });
  deepStrictEqual([mistyped.code, /6 digits/.test(mistyped.stderr)], [2, true]);
});

Deno.test("Atmos' session is used for a user with MFA if it belongs to that user, without a prompt", async () => {
  await using world = await World.create("");
  const carol = world.aws.user({ account: HUB, name: "carol", mfa: true });
  const mallory = world.aws.user({ account: HUB, name: "mallory" });
  await world.sandbox.write("atmos.yaml", withMfa(carol.mfaArn));
  const env = { ...REALM, BUILDER_KEY: carol.accessKeyId, BUILDER_SECRET: carol.secretAccessKey };
  await leaveKeys(world, "aws-user", "me", world.aws.userSession(mallory));
  const foreign = await world.run(["login", "hub/ecr"], { env });
  deepStrictEqual([foreign.code, /MFA_REQUIRED/.test(foreign.stderr)], [4, true], foreign.stderr);
  await leaveKeys(world, "aws-user", "me", world.aws.userSession(carol));
  const own = await world.run(["login", "hub/ecr"], { env });
  strictEqual(own.code, 0, own.stderr);
  strictEqual(await world.principalOf(hostOf(HUB)), carol.arn);
});

Deno.test("with other keys in the profile of a user, the session of the former keys is not used", async () => {
  await using world = await World.create(`auth:
  identities:
    me: {kind: aws/user, default: true}
  integrations:
    hub/ecr: {kind: aws/ecr, via: {identity: me}, spec: {registry: {account_id: "${HUB}", region: us-east-1}}}
`);
  const file = join(world.sandbox.home, ".aws", "credentials");
  await Deno.mkdir(dirname(file), { recursive: true });
  for (const name of ["carol", "dave"]) {
    const user = world.aws.user({ account: HUB, name });
    await Deno.writeTextFile(
      file,
      `[me]\naws_access_key_id = ${user.accessKeyId}\naws_secret_access_key = ${user.secretAccessKey}\n`,
      { mode: 0o600 },
    );
    for (const _again of [1, 2]) {
      const { code, stderr } = await world.run(["login", "hub/ecr"], { env: REALM });
      strictEqual(code, 0, stderr);
      strictEqual(await world.principalOf(hostOf(HUB)), user.arn);
    }
  }
  strictEqual(world.aws.count("sts", "GetSessionToken"), 2);
});

Deno.test({
  name: "a terminal prompts for the code, and once more after a wrong one",
  ignore: !await hasTerminals(),
  fn: async () => {
    await using world = await World.create("");
    const user = world.aws.user({ account: HUB, name: "carol", mfa: true });
    await world.sandbox.write("atmos.yaml", withMfa(user.mfaArn));
    await using terminal = world.terminal(["login", "hub/ecr"], {
      columns: 120,
      env: { ...REALM, BUILDER_KEY: user.accessKeyId, BUILDER_SECRET: user.secretAccessKey },
    });
    await terminal.until(`Enter the MFA code for ${user.mfaArn} (me):`);
    await terminal.type("12345\r");
    await terminal.until("An MFA code has 6 digits");
    await terminal.type("\b\b\b\b\b000000\r");
    await terminal.until("AWS rejected that code");
    await terminal.type(`${user.mfaCode()}\r`);
    strictEqual(await terminal.ended(), 0, terminal.screen);
    ok(await world.password(hostOf(HUB)) !== undefined);
  },
});

Deno.test("a GitHub Actions job logs in with its token, and stores nothing", async () => {
  await using world = await World.create(`auth:
  providers:
    github: {kind: github/oidc, region: eu-west-1}
  identities:
    ci:
      kind: aws/assume-role
      via: {provider: github}
      principal: {assume_role: "arn:aws:iam::${DEV}:role/ci", duration: 3600}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {identity: ci}, spec: {registry: {account_id: "${DEV}", region: us-east-1}}}
`);
  await using actions = await startFakeActionsOidc();
  const provider = world.aws.oidcProvider({
    account: DEV,
    issuer: actions.issuer,
    audiences: ["sts.amazonaws.com"],
  });
  world.aws.role({ account: DEV, name: "ci", trusts: [provider], subjects: ["repo:acme/app:*"] });
  const job = { ...REALM, ...actions.environment() };
  const { code, stderr } = await world.run(["login", "dev/ecr"], { env: job });
  strictEqual(code, 0, stderr);
  deepStrictEqual(asked(world), ["AssumeRoleWithWebIdentity", "GetAuthorizationToken"]);
  deepStrictEqual((await world.sandbox.files()).filter((path) => path.includes("/aws/")), []);

  const outside = await world.run(["login", "dev/ecr"], { env: REALM });
  strictEqual(outside.code, 4);
  match(outside.stderr, /not a GitHub Actions job/);
  const forbidden = await world.run(["login", "dev/ecr"], {
    env: { ...job, ACTIONS_ID_TOKEN_REQUEST_TOKEN: "" },
  });
  match(forbidden.stderr, /id-token: write/);
  actions.claims = { sub: "repo:acme/other:ref:refs/heads/main" };
  const denied = await world.run(["login", "dev/ecr"], { env: job });
  strictEqual(denied.code, 1);
  match(denied.stderr, /trust policy allows the OIDC provider, this token's `sub`/);
});
