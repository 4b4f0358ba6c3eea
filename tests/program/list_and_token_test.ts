import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { Sandbox } from "../support/sandbox.ts";
import { DEV, hostOf, HUB, PROD, World } from "./world.ts";

Deno.test("list shows the integrations for ECR as an aligned table on standard output", async () => {
  await using world = await World.create();
  const { code, stdout, stderr } = await world.run(["list"]);
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
  strictEqual(world.aws.requests.length, 0);
});

Deno.test("list -o json has the documented shape", async () => {
  await using world = await World.create();
  const { stdout } = await world.run(["list", "--output=json"]);
  deepStrictEqual(JSON.parse(stdout).integrations[1], {
    name: "dev/ecr/eu",
    kind: "aws/ecr",
    registry: hostOf(DEV, "eu-west-1"),
    identity: "dev-deploy",
    auto_provision: false,
  });
});

Deno.test("list shows valid entries and reports invalid ones", async () => {
  await using world = await World.create(World.ATMOS_YAML.replace("kind: aws/ecr-public", "kind: aws/ecr"));
  const { code, stdout, stderr } = await world.run(["list"]);
  strictEqual(code, 0);
  match(stdout, /dev\/ecr\/eu/);
  match(stderr, /atmos\.yaml:\d+:\d+: .*"public"/);
});

Deno.test("list reads the first draft's spellings, and shows the new ones", async () => {
  await using world = await World.create(`auth:
  identities:
    dev: {kind: aws/ambient, integrations: [third]}
  integrations:
    first:
      kind: aws/ecr
      identity: dev
      registries:
        - {account_id: "111111111111", region: us-east-1}
        - {account_id: "222222222222", region: us-west-2}
    second:
      kind: aws/ecr
      identity: dev
      spec:
        registries: [{account_id: "333333333333", region: us-east-1}]
    third:
      kind: aws/ecr
      spec: {registry: {account_id: "444444444444", region: us-east-1}}
`);
  const { code, stdout, stderr } = await world.run(["list", "-o", "json"]);
  strictEqual(code, 0, stderr);
  deepStrictEqual(
    JSON.parse(stdout).integrations.map((
      { name, registry, identity }: Record<string, string>,
    ) => [name, registry, identity]),
    [
      ["first", hostOf("111111111111"), "dev"],
      ["first", hostOf("222222222222", "us-west-2"), "dev"],
      ["second", hostOf("333333333333"), "dev"],
      ["third", hostOf("444444444444"), "dev"],
    ],
  );
  match(stderr, /Warning: atmos\.yaml:3:\d+: .*integrations/);
  match(stderr, /Warning: atmos\.yaml:7:\d+: .*identity/);
  match(stderr, /Warning: atmos\.yaml:8:\d+: .*registries/);
  match(stderr, /via: ?\{? ?identity: dev/);
  const login = await world.run(["login", "first", "--dry-run"]);
  strictEqual(login.code, 0, login.stderr);
  match(login.stderr, /2 registries, 2 token calls/);
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

Deno.test("token --identity without an atmos.yaml reports that there is none", async (t) => {
  await using sandbox = await Sandbox.create();
  for (const [name, args] of [["a name", ["-i", "dev"]], ["none", ["-i"]]] as const) {
    await t.step(name, async () => {
      const { code, stdout, stderr } = await sandbox.run(["token", hostOf(DEV), ...args]);
      deepStrictEqual([code, stdout], [2, ""], stderr);
      match(stderr, /Cannot find an atmos\.yaml[\s\S]*--aws-profile NAME[\s\S]*CONFIG_NOT_FOUND/);
    });
  }
});

Deno.test("token accepts --identity", async () => {
  await using world = await World.create();
  const { code, stdout, stderr } = await world.run(["token", hostOf(DEV), "--identity", "prod-deploy"]);
  strictEqual(code, 0, stderr);
  match(world.aws.describePassword(stdout.trimEnd())?.principal ?? "", /333344445555:assumed-role/);
});

Deno.test("--help, --version and help COMMAND work with a broken configuration", async () => {
  await using world = await World.create("auth: [\n");
  for (const args of [["--help"], ["login", "--help"], ["help", "logout"], ["--version"], []]) {
    const { code, stdout, stderr } = await world.run(args, { env: { HOME: undefined } });
    deepStrictEqual([code, stderr], [0, ""], args.join(" "));
    ok(stdout.length > 10);
  }
  match((await world.run(["--version"])).stdout, /^atmos-ecr \d+\.\d+\.\d+\n$/);
});
