import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { DEV, hostOf, World } from "./world.ts";

const PROVIDER = `  providers:
    sso: {kind: aws/iam-identity-center, start_url: "https://acme.awsapps.com/start", region: us-east-1}
  identities:
`;

Deno.test("auth login logs in, stores the session for AWS_PROFILE, and runs automatic integrations, once; auth list shows it", async () => {
  await using world = await World.create(World.ATMOS_YAML.replace("  identities:\n", PROVIDER));
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
  const before = world.aws.requests.length;
  const list = await world.run(["auth", "list"]);
  deepStrictEqual([list.code, list.stderr], [0, ""]);
  strictEqual(
    list.stdout.replaceAll(/ \(\d{4}-\d\d-\d\d \d\d:\d\d UTC\)/g, ""),
    `TYPE         NAME                  KIND                     VIA          SESSION
provider     sso                   aws/iam-identity-center  -            -
identity     builder               aws/user                 -            valid, expires in 12h
identity     dev-deploy (default)  aws/assume-role          builder      valid, expires in 1h
identity     prod-deploy           aws/assume-role          builder      -
integration  dev/ecr               aws/ecr                  dev-deploy   -
integration  dev/ecr/eu            aws/ecr                  dev-deploy   -
integration  Prod/ECR              aws/ecr                  prod-deploy  -
integration  public                aws/ecr-public           dev-deploy   -
integration  cluster               aws/eks                  dev-deploy   -
`,
  );
  strictEqual(world.aws.requests.length, before);
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
  deepStrictEqual(world.aws.requests.map(({ action }) => action), [
    "GetSessionToken",
    "AssumeRole",
    "GetCallerIdentity",
  ]);
});
