import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { Sandbox } from "../support/sandbox.ts";
import { DEV, hostOf, HUB, PROD, World } from "./world.ts";

Deno.test("list shows the integrations for ECR as an aligned table on standard output", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  const { code, stdout, stderr } = await sandbox.run(["list"]);
  deepStrictEqual([code, stderr], [0, ""]);
  strictEqual(
    stdout,
    `NAME        REGISTRY                                      IDENTITY     KIND            AUTO
dev/ecr     222233334444.dkr.ecr.us-east-1.amazonaws.com  dev-deploy   aws/ecr         yes
dev/ecr/eu  222233334444.dkr.ecr.eu-west-1.amazonaws.com  dev-deploy   aws/ecr         no
Prod/ECR    333344445555.dkr.ecr.eu-west-1.amazonaws.com  prod-deploy  aws/ecr         yes
public      public.ecr.aws                                dev-deploy   aws/ecr-public  yes
`,
  );
});

Deno.test("list -o json has the documented shape, and the problems of what it cannot show are reported", async () => {
  await using sandbox = await Sandbox.create({
    "atmos.yaml": World.ATMOS_YAML.replace("kind: aws/ecr-public", "kind: aws/ecr"),
  });
  const { code, stdout, stderr } = await sandbox.run(["list", "--output=json"]);
  strictEqual(code, 0);
  deepStrictEqual(JSON.parse(stdout).integrations[1], {
    name: "dev/ecr/eu",
    kind: "aws/ecr",
    registry: hostOf(DEV, "eu-west-1"),
    identity: "dev-deploy",
    auto_provision: false,
  });
  match(stderr, /atmos\.yaml:\d+:\d+: .*"public"/);
});

Deno.test("token prints the password of the configured identity, and nothing else", async () => {
  await using world = await World.create();
  const { code, stdout, stderr } = await world.run(["token", hostOf(PROD, "eu-west-1")]);
  deepStrictEqual([code, stderr], [0, ""]);
  match(world.aws.describePassword(stdout.trimEnd())?.principal ?? "", /333344445555:assumed-role/);
  // The sessions of the user and of its roles are kept for the next one; nothing of Docker's is touched.
  for (const file of await world.sandbox.files()) {
    match(file, /^home\/\.config\/atmos\/\w+\/aws\/(aws-user|builder)\/(config|credentials)(\.lock)?$/);
  }
});

Deno.test("token uses the environment's credentials for a host that nothing is configured for", async () => {
  await using world = await World.create();
  const { code, stdout, stderr } = await world.run(["token", hostOf(HUB), "-o", "json"], {
    env: world.aws.environment(world.user),
  });
  strictEqual(code, 0, stderr);
  const { registry, identity, username, password, expires_at } = JSON.parse(stdout);
  deepStrictEqual([registry, identity, username], [hostOf(HUB), null, "AWS"]);
  strictEqual(world.aws.describePassword(password)?.principal, world.user.arn);
  ok(Date.parse(expires_at) > Date.now());
});

Deno.test("token --identity without an atmos.yaml reports that there is none", async () => {
  await using sandbox = await Sandbox.create();
  const { code, stdout, stderr } = await sandbox.run(["token", hostOf(DEV), "-i", "dev"]);
  deepStrictEqual([code, stdout], [2, ""], stderr);
  match(stderr, /Cannot find an atmos\.yaml[\s\S]*--aws-profile NAME[\s\S]*CONFIG_NOT_FOUND/);
});

Deno.test("token accepts --identity", async () => {
  await using world = await World.create();
  const { code, stdout, stderr } = await world.run(["token", hostOf(DEV), "--identity", "prod-deploy"]);
  strictEqual(code, 0, stderr);
  match(world.aws.describePassword(stdout.trimEnd())?.principal ?? "", /333344445555:assumed-role/);
});

Deno.test("help works without a home directory, and with a broken configuration", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": "auth: [\n" });
  const { code, stdout, stderr } = await sandbox.run(["login", "--help"], { env: { HOME: undefined } });
  deepStrictEqual([code, stderr], [0, ""]);
  match(stdout, /^Usage: atmos-ecr login /);
});
