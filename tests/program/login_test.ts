import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { pinsOf, projectPin } from "../support/helper_home.ts";
import { DEV, hostOf, HUB, PROD, World } from "./world.ts";

Deno.test("login INTEGRATION puts a token of its identity where Docker reads it", async () => {
  await using world = await World.create();
  const { code, stdout, stderr } = await world.run(["login", "dev/ecr"]);
  strictEqual(code, 0, stderr);
  strictEqual(stdout, "");
  match(
    stderr,
    /Logged in to 222233334444\.dkr\.ecr\.us-east-1\.amazonaws\.com as dev-deploy, for dev\/ecr \(expires in 12h, at \d{4}-\d\d-\d\d \d\d:\d\d UTC\)/,
  );
  match(
    await world.principalOf(hostOf(DEV)) ?? "",
    /^arn:aws:sts::222233334444:assumed-role\/deploy\/atmos-dev-deploy-\d+$/,
  );
  deepStrictEqual(world.aws.requests.map(({ action }) => action), [
    "GetSessionToken",
    "AssumeRole",
    "GetAuthorizationToken",
  ]);
  strictEqual(((await Deno.stat(world.sandbox.dockerConfig)).mode ?? 0) & 0o777, 0o600);
});

Deno.test("login without arguments logs in to the default identity's registries, with one session for all", async () => {
  await using world = await World.create();
  const { code, stdout, stderr } = await world.run(["login", "-o", "json"]);
  strictEqual(code, 0, stderr);
  const { registries } = JSON.parse(stdout);
  deepStrictEqual(
    registries.map(({ registry, integration, identity, status }: Record<string, unknown>) => [
      registry,
      integration,
      identity,
      status,
    ]),
    [
      [hostOf(DEV), "dev/ecr", "dev-deploy", "ok"],
      [hostOf(DEV, "eu-west-1"), "dev/ecr/eu", "dev-deploy", "ok"],
      ["public.ecr.aws", "public", "dev-deploy", "ok"],
    ],
  );
  for (const { registry, expires_at } of registries) {
    ok(Date.parse(expires_at) > Date.now() + 11 * 3600_000);
    match(await world.principalOf(registry) ?? "", /222233334444:assumed-role\/deploy/);
  }
  strictEqual(world.aws.count("sts"), 2);
  deepStrictEqual(
    world.aws.requests.flatMap(({ service, region }) => service === "ecr-public" ? [region] : []),
    ["us-east-1"],
  );
});

Deno.test("ATMOS_IDENTITY comes before the default identity", async () => {
  await using world = await World.create();
  const { code, stderr } = await world.run(["login"], { env: { ATMOS_IDENTITY: "PROD-deploy" } });
  strictEqual(code, 0, stderr);
  strictEqual(await world.password(hostOf(DEV)), undefined);
  match(await world.principalOf(hostOf(PROD, "eu-west-1")) ?? "", /333344445555:assumed-role\/deploy/);
});

Deno.test("login --registry and --public use the environment's credentials, whatever the atmos.yaml is", async () => {
  await using world = await World.create("auth: [\n");
  const { code, stderr } = await world.run([
    "login",
    "--registry",
    `https://${hostOf(HUB)}/app:1`,
    "-r",
    hostOf(HUB, "eu-west-1"),
    "--public",
  ], {
    env: { ...world.aws.environment(world.user), AWS_REGION: "eu-central-1" },
  });
  strictEqual(code, 0, stderr);
  for (const host of [hostOf(HUB), hostOf(HUB, "eu-west-1"), "public.ecr.aws"]) {
    strictEqual(await world.principalOf(host), world.user.arn);
  }
  strictEqual(world.aws.count("sts"), 0);
  deepStrictEqual(
    world.aws.requests.map(({ service, region }) => `${service} ${region}`).toSorted(),
    ["ecr eu-west-1", "ecr us-east-1", "ecr-public us-east-1"],
  );
});

Deno.test("login --registry with --identity uses that identity", async () => {
  await using world = await World.create();
  const { code, stderr } = await world.run(["login", "-i", "prod-deploy", "-r", hostOf(PROD)]);
  strictEqual(code, 0, stderr);
  match(await world.principalOf(hostOf(PROD)) ?? "", /333344445555:assumed-role/);
});

Deno.test("an access key in the environment never wins over a configured identity", async () => {
  await using world = await World.create();
  const other = world.aws.user({ account: PROD, name: "intruder" });
  const { code, stderr } = await world.run(["login", "dev/ecr"], {
    env: {
      ...world.aws.environment(other),
      AWS_PROFILE: "no-such-profile",
      AWS_ROLE_ARN: "arn:aws:iam::333344445555:role/x",
      AWS_WEB_IDENTITY_TOKEN_FILE: "/nonexistent",
    },
  });
  strictEqual(code, 0, stderr);
  match(await world.principalOf(hostOf(DEV)) ?? "", /222233334444:assumed-role\/deploy/);
  ok(!world.aws.requests.some(({ accessKeyId }) => accessKeyId === other.accessKeyId));
});

Deno.test("login --dry-run makes no calls and writes nothing", async () => {
  await using world = await World.create();
  const { code, stdout, stderr } = await world.run(["login", "--all", "--dry-run"]);
  strictEqual(code, 0, stderr);
  strictEqual(stdout, "");
  match(stderr, /Would log in to 222233334444.*as dev-deploy, for dev\/ecr: .*config\.json/);
  match(stderr, /4 registries, 4 token calls/);
  strictEqual(world.aws.requests.length, 0);
  deepStrictEqual(await world.sandbox.files(), []);
});

Deno.test("one failure stops no other registry, and is named with its cause", async () => {
  await using world = await World.create();
  world.aws.deny(`arn:aws:iam::${PROD}:role/deploy`, "ecr:GetAuthorizationToken");
  const { code, stdout, stderr } = await world.run(["login", "--all"]);
  strictEqual(code, 5, stderr);
  strictEqual(stdout, "");
  match(stderr, /✓ Logged in to 222233334444\.dkr\.ecr\.us-east-1/);
  match(
    stderr,
    /✗ 333344445555\.dkr\.ecr\.eu-west-1\.amazonaws\.com as prod-deploy, for Prod\/ECR: .*\[AWS_DENIED\]/,
  );
  match(stderr, /1 of 4 registries failed/);
  strictEqual(await world.password(hostOf(PROD, "eu-west-1")), undefined);
  ok(await world.password(hostOf(DEV)) !== undefined);
});

Deno.test("when every registry is denied the exit code is 1, and nothing is written; --quiet prints failures only", async () => {
  await using world = await World.create();
  world.aws.deny(world.role.arn, "ecr:GetAuthorizationToken");
  const { code, stderr } = await world.run(["login", "dev/ecr", "dev/ecr/eu", "--quiet"]);
  strictEqual(code, 1, stderr);
  match(stderr, /AWS_DENIED/);
  deepStrictEqual((await world.sandbox.files()).filter((file) => file.endsWith("config.json")), []);
  const good = await world.run(["login", "prod/ecr", "-q"]);
  deepStrictEqual([good.code, good.stdout, good.stderr], [0, "", ""]);
});

Deno.test("the level of Atmos' logs shows details", async () => {
  await using world = await World.create(`${World.ATMOS_YAML}logs: {level: Debug}\n`);
  match((await world.run(["login", "dev/ecr", "--dry-run"])).stderr, /Read atmos\.yaml/);
});

Deno.test("login --dry-run reports a pin to another identity, as the login would", async () => {
  await using world = await World.create();
  await world.sandbox.writeDockerConfig(JSON.stringify({ credHelpers: { [hostOf(DEV)]: "atmos-ecr" } }));
  await pinsOf(world.sandbox).set([projectPin(world.sandbox, hostOf(DEV), "prod-deploy")]);
  const { code, stdout } = await world.run(["login", "dev/ecr", "dev/ecr/eu", "--dry-run", "-o", "json"]);
  strictEqual(code, 5, stdout);
  const { registries, dry_run: dryRun } = JSON.parse(stdout);
  const shown = registries.map((one: { status: string; error?: { code: string } }) => [
    one.status,
    one.error?.code,
  ]);
  deepStrictEqual([dryRun, shown], [true, [["failed", "DOCKER_PIN_CONFLICT"], ["planned", undefined]]]);
  strictEqual(world.aws.requests.length, 0);
});
