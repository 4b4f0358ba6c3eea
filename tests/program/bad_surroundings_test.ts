import { match, ok, strictEqual } from "node:assert/strict";
import { DEV, hostOf, World } from "./world.ts";

Deno.test("Docker's configuration is rejected and unchanged", async () => {
  const config = `{"auths": {}, "auths": {}}`;
  await using world = await World.create();
  await world.sandbox.writeDockerConfig(config);
  for (const verb of ["login", "logout"]) {
    const { code, stderr } = await world.run([verb, "dev/ecr"]);
    strictEqual(code, 2, stderr);
    match(stderr, /config\.json:1:15/);
    ok(stderr.includes("DOCKER_CONFIG_INVALID"));
    strictEqual(await world.sandbox.readDockerConfig(), config);
  }
  strictEqual(world.aws.requests.length, 0);
});

Deno.test("AWS that cannot be reached is exit 3 with the address", async () => {
  await using world = await World.create();
  const { code, stderr } = await world.run(["login", "dev/ecr"], {
    env: { AWS_ENDPOINT_URL: "http://127.0.0.1:9" },
  });
  strictEqual(code, 3, stderr);
  ok(stderr.includes("AWS_UNREACHABLE"));
  match(stderr, /127\.0\.0\.1:9|refused/);
});

Deno.test("expired credentials, an unknown key and a wrong clock are distinguished", async () => {
  await using world = await World.create();
  const role = world.aws.role({ account: DEV, name: "session", trusts: [world.user.arn] });
  const session = world.aws.session(role, { name: "old" });
  world.aws.expire(session.accessKeyId);
  const expired = await world.run(["login", "-r", hostOf(DEV)], { env: world.aws.environment(session) });
  strictEqual(expired.code, 1, expired.stderr);
  ok(expired.stderr.includes("AWS_CREDENTIALS_EXPIRED"), expired.stderr);
  const unknown = await world.run(["login", "-r", hostOf(DEV)], {
    env: { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: "canary-secret" },
  });
  strictEqual(unknown.code, 1, unknown.stderr);
  ok(unknown.stderr.includes("AWS_DENIED"), unknown.stderr);
  ok(!unknown.stderr.includes("canary-secret"));
});

Deno.test("unquoted account IDs and unknown keys are warned of with their place, and the login goes on", async () => {
  await using world = await World.create(
    World.ATMOS_YAML.replace(
      `account_id: "${DEV}", region: us-east-1`,
      `account_id: ${DEV}, region: us-east-1, colour: red`,
    ),
  );
  const { code, stderr } = await world.run(["login", "dev/ecr"]);
  strictEqual(code, 0, stderr);
  match(stderr, /Warning: atmos\.yaml:24:\d+: .*quote/is);
  match(stderr, /Warning: atmos\.yaml:24:\d+: .*colour/s);
});
