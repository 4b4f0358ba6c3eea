/** Sessions that are shared with Atmos, and the ways to one that need more than keys. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { startFakeActionsOidc } from "../fakes/github/actions_oidc.ts";
import { hasTerminals } from "../support/terminal.ts";
import { leaveSessions, REALM } from "./atmos_sessions.ts";
import { DEV, hostOf, HUB, World } from "./world.ts";

/** What was asked of AWS, in order. */
function asked({ aws }: World): string[] {
  return aws.requests.map(({ action }) => action ?? "?");
}

Deno.test("with Atmos' session on disk, login verifies its owner once, whatever the environment's keys; a revoked one is renewed", async () => {
  await using world = await World.create();
  await leaveSessions(world, "builder", {
    "dev-deploy": world.aws.session(world.role, { name: "atmos", lifeSeconds: 3600 }),
  });
  const other = world.aws.user({ account: HUB, name: "other" });
  const keys = { ...REALM, ...world.aws.environment(other), AWS_PROFILE: "" };
  const { code, stderr } = await world.run(["login", "dev/ecr"], { env: keys });
  strictEqual(code, 0, stderr);
  deepStrictEqual(asked(world), ["GetCallerIdentity", "GetAuthorizationToken"]);
  match(await world.principalOf(hostOf(DEV)) ?? "", /assumed-role\/deploy\/atmos$/);
  world.aws.revoke(world.role.arn);
  const later = await world.run(["login", "dev/ecr"], { env: keys });
  strictEqual(later.code, 0, later.stderr);
  deepStrictEqual(asked(world).slice(2), [
    "GetAuthorizationToken",
    "GetSessionToken",
    "AssumeRole",
    "GetAuthorizationToken",
  ]);
  match(await world.principalOf(hostOf(DEV)) ?? "", /assumed-role\/deploy\/atmos-dev-deploy-/);
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

Deno.test("a user with MFA: the code comes from a command if it is trusted", async () => {
  await using world = await World.create("");
  const user = world.aws.user({ account: HUB, name: "carol", mfa: true });
  const keys = { ...REALM, BUILDER_KEY: user.accessKeyId, BUILDER_SECRET: user.secretAccessKey };
  await world.sandbox.write("atmos.yaml", withMfa(user.mfaArn, "'printf %s \"$CODE\"'"));

  const untrusted = await world.run(["login", "hub/ecr"], { env: { ...keys, CODE: "111111" } });
  deepStrictEqual([untrusted.code, /CONFIG_UNTRUSTED/.test(untrusted.stderr)], [2, true], untrusted.stderr);
  strictEqual(world.aws.requests.length, 0);

  const byCommand = await world.run(["login", "hub/ecr"], {
    env: { ...keys, CODE: user.mfaCode(), ATMOS_ECR_TRUST: "all" },
  });
  strictEqual(byCommand.code, 0, byCommand.stderr);
  deepStrictEqual(asked(world), ["GetSessionToken", "GetAuthorizationToken"]);
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
});
