import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { startFakeActionsOidc } from "../fakes/github/actions_oidc.ts";
import { DEV, hostOf, World } from "./world.ts";

const YAML = `auth:
  providers:
    github: {kind: github/oidc, region: us-east-1}
  identities:
    ci:
      kind: aws/assume-role
      default: true
      via: {provider: github}
      principal: {assume_role: "arn:aws:iam::${DEV}:role/ci"}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {provider: github}, spec: {registry: {account_id: "${DEV}", region: us-east-1}}}
`;

Deno.test("in a GitHub Actions job, auth exec and auth env store a session for programs, a new one each time", async () => {
  await using world = await World.create(YAML);
  await using actions = await startFakeActionsOidc();
  const provider = world.aws.oidcProvider({
    account: DEV,
    issuer: actions.issuer,
    audiences: ["sts.amazonaws.com"],
  });
  world.aws.role({ account: DEV, name: "ci", trusts: [provider] });
  const env = actions.environment();
  const exec = await world.run([
    "auth",
    "exec",
    "--",
    "sh",
    "-c",
    'grep -A2 "^\\[$AWS_PROFILE\\]" "$AWS_SHARED_CREDENTIALS_FILE"',
  ], { env });
  strictEqual(exec.code, 0, exec.stderr);
  match(exec.stdout, /^\[ci\](?:\n; .*)*\naws_access_key_id *= *ASIA/);
  match(exec.stderr, /✓ Logged in to 222233334444\.dkr\.ecr\.us-east-1\.amazonaws\.com as ci, for dev\/ecr/);
  match(await world.principalOf(hostOf(DEV)) ?? "", /:assumed-role\/ci\//);
  const before = world.aws.requests.length;
  const login = await world.run(["auth", "env", "--login"], { env });
  strictEqual(login.code, 0, login.stderr);
  deepStrictEqual(world.aws.requests.slice(before).map(({ action }) => action), [
    "AssumeRoleWithWebIdentity",
    "GetAuthorizationToken",
  ]);
  match(login.stderr, /✓ Logged in to 222233334444\.dkr\.ecr\.us-east-1\.amazonaws\.com as ci, for dev\/ecr/);
  const logout = await world.run(["auth", "logout"], { env });
  match(logout.stderr, /✓ Removed the session of ci in .*\n✓ Removed Docker's login for 222233334444/);
});
