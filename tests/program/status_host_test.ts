import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { pinsOf, projectPin } from "../support/helper_home.ts";
import { Sandbox } from "../support/sandbox.ts";
import { DEV, hostOf, HUB, World } from "./world.ts";

const OURS = JSON.stringify({ credHelpers: { [hostOf(DEV)]: "atmos-ecr" } });

Deno.test("status shows principal and account once AWS has reported them", async () => {
  await using world = await World.create();
  await world.sandbox.writeDockerConfig(OURS);
  await pinsOf(world.sandbox).set([projectPin(world.sandbox, hostOf(DEV), "dev-deploy", "dev/ecr")]);
  strictEqual((await world.run(["login", "dev/ecr"])).code, 0);
  const { code, stdout, stderr } = await world.run(["status", hostOf(DEV), "-o", "json"]);
  const { state, principal, account } = JSON.parse(stdout).registries[0];
  deepStrictEqual([code, stderr, state, account], [0, "", "ready", DEV]);
  match(principal, new RegExp(`^arn:aws:sts::${DEV}:assumed-role/deploy/`));
});

Deno.test("the commands of docker status are for the Docker directory of --docker-config", async () => {
  await using sandbox = await Sandbox.create();
  const [directory, flag] = [`${sandbox.home}/my docker`, `'${sandbox.home}/my docker'`];
  await Deno.mkdir(directory);
  await Deno.writeTextFile(`${directory}/config.json`, OURS);
  const { code, stdout } = await sandbox.run(
    ["docker", "status", hostOf(DEV), hostOf(HUB), "--docker-config", directory, "-o", "json"],
  );
  strictEqual(code, 1);
  deepStrictEqual(JSON.parse(stdout).registries.map(({ command }: { command: string }) => command), [
    `atmos-ecr docker install ${hostOf(DEV)} --docker-config ${flag}`,
    `DOCKER_CONFIG=${flag} atmos-ecr login ${hostOf(HUB)}`,
  ]);
});

Deno.test("the commands of status and explain select the same configuration", async () => {
  await using sandbox = await Sandbox.create({
    "atmos.yaml": World.ATMOS_YAML,
    "profiles/my ci/a.yaml": "auth: {integrations: {dev/ecr: {via: {identity: prod-deploy}}}}\n",
  });
  const { project, home: cwd } = sandbox;
  await sandbox.writeDockerConfig(OURS);
  await pinsOf(sandbox).set([projectPin(sandbox, hostOf(DEV), "dev-deploy", "dev/ecr")]);
  const here = ["--chdir", project, "--profile", "my ci", "--base-path", "."];
  const status = await sandbox.run(["status", hostOf(DEV), "-o", "json", ...here], { cwd });
  const command = `atmos-ecr docker install ${
    hostOf(DEV)
  } --repin --chdir ${project} --profile 'my ci' --base-path .`;
  strictEqual(JSON.parse(status.stdout).registries[0].command, command);
  const explained = await sandbox.run(["explain", hostOf(DEV), ...here], { cwd });
  match(explained.stderr, /The pin and this configuration differ/);
  ok(explained.stderr.includes(`run \`${command}\``), explained.stderr);
});
