import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
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
  strictEqual(
    (await Deno.stat(world.sandbox.dockerConfig)).mode ?? 0 & 0o777,
    (await Deno.stat(world.sandbox.dockerConfig)).mode,
  );
  strictEqual(((await Deno.stat(world.sandbox.dockerConfig)).mode ?? 0) & 0o777, 0o600);
});

Deno.test("login accepts several integrations in any case, and walks every chain once", async () => {
  await using world = await World.create();
  const { code, stderr } = await world.run(["login", "dev/ecr", "prod/ecr", "dev/ecr/eu"]);
  strictEqual(code, 0, stderr);
  strictEqual(world.aws.count("sts", "GetSessionToken"), 1);
  strictEqual(world.aws.count("sts", "AssumeRole"), 2);
  strictEqual(world.aws.count("ecr"), 3);
  match(await world.principalOf(hostOf(PROD, "eu-west-1")) ?? "", /333344445555:assumed-role\/deploy/);
  match(await world.principalOf(hostOf(DEV, "eu-west-1")) ?? "", /222233334444:assumed-role\/deploy/);
});

Deno.test("login without arguments logs in to the default identity's registries", async () => {
  await using world = await World.create();
  const { code, stderr } = await world.run(["login"]);
  strictEqual(code, 0, stderr);
  const auths = Object.keys(JSON.parse(await world.sandbox.readDockerConfig() ?? "{}").auths);
  deepStrictEqual(auths.toSorted(), [hostOf(DEV, "eu-west-1"), hostOf(DEV), "public.ecr.aws"].toSorted());
});

Deno.test("ATMOS_IDENTITY comes before the default identity, and --identity before both", async () => {
  await using world = await World.create();
  const byVariable = await world.run(["login", "-o", "json"], { env: { ATMOS_IDENTITY: "PROD-deploy" } });
  deepStrictEqual(
    JSON.parse(byVariable.stdout).registries.map(({ integration }: { integration: string }) => integration),
    [
      "Prod/ECR",
    ],
  );
  const byFlag = await world.run(["login", "-o", "json", "--identity", "dev-deploy"], {
    env: { ATMOS_IDENTITY: "prod-deploy" },
  });
  strictEqual(JSON.parse(byFlag.stdout).registries.length, 3);
});

Deno.test("login --all logs in to every integration for ECR and to no other", async () => {
  await using world = await World.create();
  const { code, stdout, stderr } = await world.run(["login", "--all", "-o", "json"]);
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
      [hostOf(PROD, "eu-west-1"), "Prod/ECR", "prod-deploy", "ok"],
      ["public.ecr.aws", "public", "dev-deploy", "ok"],
    ],
  );
  for (const { expires_at } of registries) ok(Date.parse(expires_at) > Date.now() + 11 * 3600_000);
});

Deno.test("login --registry uses the environment's credentials, and needs no atmos.yaml", async () => {
  await using world = await World.create("");
  const { code, stderr } = await world.run([
    "login",
    "--registry",
    `https://${hostOf(HUB)}/app:1`,
    "-r",
    hostOf(HUB, "eu-west-1"),
  ], {
    env: world.aws.environment(world.user),
  });
  strictEqual(code, 0, stderr);
  strictEqual(await world.principalOf(hostOf(HUB)), world.user.arn);
  strictEqual(await world.principalOf(hostOf(HUB, "eu-west-1")), world.user.arn);
  strictEqual(world.aws.count("sts"), 0);
});

Deno.test("login --registry does not read an atmos.yaml that is broken", async () => {
  await using world = await World.create("auth: [\n");
  const { code, stderr } = await world.run(["login", "--registry", hostOf(HUB)], {
    env: world.aws.environment(world.user),
  });
  strictEqual(code, 0, stderr);
});

Deno.test("login --registry with --identity uses that identity", async () => {
  await using world = await World.create();
  const { code, stderr } = await world.run(["login", "-i", "prod-deploy", "-r", hostOf(PROD)]);
  strictEqual(code, 0, stderr);
  match(await world.principalOf(hostOf(PROD)) ?? "", /333344445555:assumed-role/);
});

Deno.test("login --public calls us-east-1, with the environment's credentials or an identity's", async () => {
  await using world = await World.create();
  const ambient = await world.run(["login", "--public"], {
    env: { ...world.aws.environment(world.user), AWS_REGION: "eu-central-1" },
  });
  strictEqual(ambient.code, 0, ambient.stderr);
  strictEqual(await world.principalOf("public.ecr.aws"), world.user.arn);
  const identity = await world.run(["login", "--public", "--identity=dev-deploy"]);
  strictEqual(identity.code, 0, identity.stderr);
  match(await world.principalOf("public.ecr.aws") ?? "", /222233334444:assumed-role/);
  deepStrictEqual(
    new Set(world.aws.requests.filter(({ service }) => service === "ecr-public").map(({ region }) => region)),
    new Set(["us-east-1"]),
  );
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
  const json = await world.run(["login", "dev/ecr", "--dry-run", "-o", "json"]);
  strictEqual(JSON.parse(json.stdout).registries[0].status, "planned");
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
  const json = await world.run(["login", "--all", "-o", "json"]);
  strictEqual(json.code, 5);
  const failed = JSON.parse(json.stdout).registries.find(({ status }: { status: string }) =>
    status === "failed"
  );
  strictEqual(failed.error.code, "AWS_DENIED");
  strictEqual(failed.expires_at, null);
  ok(failed.error.hint.length > 0);
});

Deno.test("when every registry is denied the exit code is 1, and nothing is written", async () => {
  await using world = await World.create();
  world.aws.deny(`arn:aws:iam::${DEV}:role/deploy`, "ecr:GetAuthorizationToken");
  const { code, stderr } = await world.run(["login", "dev/ecr", "dev/ecr/eu"]);
  strictEqual(code, 1, stderr);
  deepStrictEqual((await world.sandbox.files()).filter((file) => file.endsWith("config.json")), []);
});

Deno.test("the level of Atmos' logs decides about details and warnings", async () => {
  const yaml = World.ATMOS_YAML.replace("region: us-east-1}", "region: us-east-1, colour: red}");
  await using world = await World.create(`${yaml}logs: {level: Debug}\n`);
  match((await world.run(["login", "dev/ecr", "--dry-run"])).stderr, /Read atmos\.yaml/);
  const off = await world.run(["login", "dev/ecr", "--dry-run"], { env: { ATMOS_LOGS_LEVEL: "Error" } });
  strictEqual(off.stderr.includes("Warning"), false, off.stderr);
  strictEqual(off.stderr.includes("Read "), false, off.stderr);
});

Deno.test("--quiet prints nothing on success, and failures only", async () => {
  await using world = await World.create();
  const good = await world.run(["login", "dev/ecr", "-q"]);
  deepStrictEqual([good.code, good.stdout, good.stderr], [0, "", ""]);
  world.aws.deny(`arn:aws:iam::${DEV}:role/deploy`, "ecr:GetAuthorizationToken");
  const bad = await world.run(["login", "dev/ecr", "--quiet"]);
  strictEqual(bad.code, 1);
  match(bad.stderr, /AWS_DENIED/);
});

Deno.test("a hundred registries of three identities in ten regions cost one token call each identity and region", async () => {
  const regions = Array.from(
    { length: 10 },
    (_, index) => `us-${["east", "west"][index % 2]}-${Math.floor(index / 2) + 1}`,
  );
  const identities = ["dev-deploy", "prod-deploy", "builder"];
  const integrations = Array.from({ length: 100 }, (_, index) => {
    const account = String(400000000000 + index);
    return `    reg${index}: {kind: aws/ecr, via: {identity: ${identities[index % 3]}}, ` +
      `spec: {registry: {account_id: "${account}", region: ${regions[Math.floor(index / 3) % 10]}}}}\n`;
  });
  const yaml = World.ATMOS_YAML.replace(
    / {2}integrations:[\s\S]*/,
    `  integrations:\n${integrations.join("")}`,
  );
  await using world = await World.create(yaml);
  const { code, stderr } = await world.run(["login", "--all"]);
  strictEqual(code, 0, stderr);
  strictEqual(Object.keys(JSON.parse(await world.sandbox.readDockerConfig() ?? "{}").auths).length, 100);
  strictEqual(world.aws.count("ecr"), 30);
  strictEqual(world.aws.count("sts", "GetSessionToken"), 1);
  strictEqual(world.aws.count("sts", "AssumeRole"), 2);
});

Deno.test("login --dry-run reports a pin to another identity, as the login would", async () => {
  await using world = await World.create();
  await world.sandbox.writeDockerConfig(JSON.stringify({ credHelpers: { [hostOf(DEV)]: "atmos-ecr" } }));
  strictEqual((await world.run(["docker", "install", "--pin-only", hostOf(DEV)])).code, 0);
  const args = ["login", "dev/ecr", "dev/ecr/eu", "--dry-run"];
  const same = await world.run(args);
  deepStrictEqual([same.code, same.stderr.match(/Would log in to/g)?.length], [0, 2], same.stderr);
  await world.sandbox.write(
    "atmos.yaml",
    World.ATMOS_YAML.replace(
      "dev/ecr:\n      kind: aws/ecr\n      via: {identity: dev-deploy}",
      "dev/ecr:\n      kind: aws/ecr\n      via: {identity: prod-deploy}",
    ),
  );
  const other = await world.run(args);
  strictEqual(other.code, 5, other.stderr);
  match(other.stderr, /Would log in to \S+eu-west-1/);
  match(
    other.stderr,
    /✗ \S+us-east-1\S+ as prod-deploy, for dev\/ecr: .* is pinned to .*DOCKER_PIN_CONFLICT/,
  );
  const { registries, dry_run } = JSON.parse((await world.run([...args, "-o", "json"])).stdout);
  const shown = registries.map((one: { status: string; error?: { code: string } }) => [
    one.status,
    one.error?.code,
  ]);
  deepStrictEqual([dry_run, shown], [true, [["failed", "DOCKER_PIN_CONFLICT"], ["planned", undefined]]]);
  strictEqual(world.aws.requests.length, 0);
});
