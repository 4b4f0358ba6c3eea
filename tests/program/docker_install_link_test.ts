import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { hostOf, PROD, World } from "./world.ts";

// Where it is created, and where not, is in tests/cli/commands and tests/adapters/docker.
Deno.test("the helper of docker install --link uses the pinned identity, wherever it runs", async () => {
  await using world = await World.create();
  const { sandbox } = world;
  const bin = join(sandbox.root, "own bin");
  await Deno.mkdir(bin);
  const program = join(bin, "docker-credential-atmos-ecr");
  const host = hostOf(PROD, "eu-west-1");
  const env = { PATH: `${bin}:${Deno.env.get("PATH")}` };
  const install = await world.run(["docker", "install", "--link", bin, host], { env });
  strictEqual(install.code, 0, install.stderr);
  match(install.stderr, /Created .*own bin.*\n[\s\S]*\nNext, pull: `docker pull 333344445555/);
  strictEqual(((await Deno.stat(program)).mode ?? 0) & 0o777, 0o755);
  strictEqual(world.aws.requests.length, 0);
  const { code, stdout, stderr } = await sandbox.execute([program, "get"], {
    cwd: sandbox.home,
    env: world.environment(),
    stdin: host,
  });
  deepStrictEqual([code, stderr], [0, ""]);
  const { Secret } = JSON.parse(stdout);
  match(world.aws.describePassword(Secret)?.principal ?? "", /333344445555:assumed-role\/deploy/);
  const status = await world.run(["status", host, "-o", "json"], { env });
  const [{ provided_by, identity, expires_at }] = JSON.parse(status.stdout).registries;
  deepStrictEqual([provided_by, identity], ["helper", "prod-deploy"]);
  ok(Date.parse(expires_at) > Date.now() + 11 * 3600_000);
});
