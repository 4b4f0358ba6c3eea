import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { fakePrograms } from "../support/helper_home.ts";
import type { RunOptions } from "../support/sandbox.ts";
import { DEV, hostOf, World } from "./world.ts";

const AUTH = btoa("AWS:canary-password");

async function statusOf(
  world: World,
  host: string,
  options: RunOptions = {},
): Promise<{ readonly code: number; readonly row: Record<string, unknown>; readonly stderr: string }> {
  const { code, stdout, stderr } = await world.run(["status", host, "-o", "json"], options);
  return { code, row: JSON.parse(stdout).registries[0], stderr };
}

Deno.test("status HOST exits with 1 where a host that was named has no usable credentials, and 0 without hosts", async (t) => {
  const ended = btoa(`AWS:${btoa(JSON.stringify({ expiration: 1_700_000_000 }))}`);
  const lasting = btoa(`AWS:${btoa(JSON.stringify({ expiration: Math.floor(Date.now() / 1000) + 3600 }))}`);
  for (
    const [name, config, expected] of [
      ["nothing", {}, [1, "none", "none", "atmos-ecr login dev/ecr"]],
      ["a login that lasts", { auths: { [hostOf(DEV)]: { auth: lasting } } }, [0, "auths", "ready", null]],
      ["a login that has ended", { auths: { [hostOf(DEV)]: { auth: ended } } }, [
        1,
        "auths",
        "expired",
        "atmos-ecr login dev/ecr",
      ]],
      ["a login that does not tell", { auths: { [hostOf(DEV)]: { auth: AUTH } } }, [
        1,
        "auths",
        "unknown",
        null,
      ]],
      ["a store that is not there", { credsStore: "gone" }, [
        1,
        "store",
        "broken",
        `atmos-ecr docker install ${hostOf(DEV)} --force`,
      ]],
      ["our helper without a pin", { credHelpers: { [hostOf(DEV)]: "atmos-ecr" } }, [
        1,
        "helper",
        "broken",
        `atmos-ecr docker install ${hostOf(DEV)}`,
      ]],
    ] as const
  ) {
    await t.step(name, async () => {
      await using world = await World.create();
      await world.sandbox.writeDockerConfig(JSON.stringify(config));
      const { code, row } = await statusOf(world, hostOf(DEV));
      deepStrictEqual([code, row["provided_by"], row["state"], row["command"]], expected);
      strictEqual((await world.run(["status"])).code, 0);
    });
  }
});

Deno.test("status reports that a token will be requested, and that pin and configuration differ by definition", async () => {
  await using world = await World.create();
  await world.sandbox.writeDockerConfig(JSON.stringify({ credHelpers: { [hostOf(DEV)]: "atmos-ecr" } }));
  const install = await world.run(["docker", "install", hostOf(DEV), "--force"], {
    env: { PATH: await fakePrograms(world.sandbox, ["docker-credential-atmos-ecr"]) },
  });
  strictEqual(install.code, 0, install.stderr);
  const fresh = await statusOf(world, hostOf(DEV));
  deepStrictEqual([fresh.code, fresh.row["state"], fresh.row["command"], fresh.stderr], [
    0,
    "no_token",
    null,
    "",
  ]);
  // The same name, another principal.
  await world.sandbox.write("atmos.yaml", World.ATMOS_YAML.replace(":role/deploy", ":role/admin"));
  const edited = await statusOf(world, hostOf(DEV));
  match(edited.stderr, /identity "dev-deploy" has changed since it was pinned/);
  match(String(edited.row["command"]), /^atmos-ecr docker install 222233334444/);
  // Another project with an identity of the same name.
  await world.sandbox.write("atmos.yaml", World.ATMOS_YAML);
  await world.sandbox.write("other/atmos.yaml", World.ATMOS_YAML.replace(":role/deploy", ":role/admin"));
  const elsewhere = await statusOf(world, hostOf(DEV), { cwd: `${world.sandbox.project}/other` });
  match(
    elsewhere.stderr,
    /identity "dev-deploy" in this configuration is a different principal from the pinned one/,
  );
  strictEqual(elsewhere.row["command"], `atmos-ecr docker install ${hostOf(DEV)} --repin`);
  const explained = await world.run(["explain", hostOf(DEV)], { cwd: `${world.sandbox.project}/other` });
  match(explained.stderr, /The pin and this configuration differ/);
});

Deno.test("status shows principal and account once AWS has reported them, not before", async () => {
  await using world = await World.create();
  const path = await fakePrograms(world.sandbox, ["docker-credential-atmos-ecr"]);
  const install = await world.run(["docker", "install", hostOf(DEV)], { env: { PATH: path } });
  strictEqual(install.code, 0, install.stderr);
  const before = (await statusOf(world, hostOf(DEV))).row;
  deepStrictEqual([before["state"], before["principal"], before["account"]], ["no_token", null, null]);
  strictEqual((await world.run(["login", "dev/ecr"])).code, 0);
  const { state, principal, account } = (await statusOf(world, hostOf(DEV))).row;
  deepStrictEqual([state, account], ["ready", DEV]);
  match(String(principal), new RegExp(`^arn:aws:sts::${DEV}:assumed-role/deploy/`));
  match((await world.run(["status"])).stdout, /PRINCIPAL[\s\S]*assumed-role\/deploy\//);
});

Deno.test("the commands of status are for the Docker directory of --docker-config", async () => {
  await using world = await World.create();
  const { home } = world.sandbox;
  const [directory, flag] = [`${home}/my docker`, `'${home}/my docker'`];
  await Deno.mkdir(directory);
  for (
    const [config, expected] of [
      [{}, `DOCKER_CONFIG=${flag} atmos-ecr login dev/ecr`],
      [
        { credHelpers: { [hostOf(DEV)]: "atmos-ecr" } },
        `atmos-ecr docker install ${hostOf(DEV)} --docker-config ${flag}`,
      ],
    ] as const
  ) {
    await Deno.writeTextFile(`${directory}/config.json`, JSON.stringify(config));
    const { stdout } = await world.run(
      ["docker", "status", hostOf(DEV), "--docker-config", directory, "-o", "json"],
    );
    strictEqual(JSON.parse(stdout).registries[0].command, expected);
  }
});

Deno.test("the commands of status and explain select the same configuration", async () => {
  await using world = await World.create();
  const { project } = world.sandbox;
  await world.sandbox.write(
    "profiles/my ci/a.yaml",
    `auth: {integrations: {dev/ecr: {via: {identity: prod-deploy}}}}\n`,
  );
  const here = ["--chdir", project, "--profile", "my ci", "--base-path", "."];
  const flags = `--chdir ${project} --profile 'my ci' --base-path .`;
  const cwd = world.sandbox.home;
  const repair = `atmos-ecr docker install ${hostOf(DEV)}`;
  for (
    const [config, expected] of [
      [{}, "atmos-ecr login dev/ecr"],
      [{ credsStore: "gone" }, `${repair} --force`],
      [{ credHelpers: { [hostOf(DEV)]: "atmos-ecr" } }, repair],
    ] as const
  ) {
    await world.sandbox.writeDockerConfig(JSON.stringify(config));
    const { stdout } = await world.run(["status", hostOf(DEV), "-o", "json", ...here], { cwd });
    strictEqual(JSON.parse(stdout).registries[0].command, `${expected} ${flags}`);
  }
  const env = { PATH: await fakePrograms(world.sandbox, ["docker-credential-atmos-ecr"]) };
  await world.run(["docker", "install", hostOf(DEV)], { env });
  const after = await world.run(["status", hostOf(DEV), "-o", "json", ...here], { cwd });
  const command = `atmos-ecr docker install ${hostOf(DEV)} --repin ${flags}`;
  strictEqual(JSON.parse(after.stdout).registries[0].command, command);
  const explained = await world.run(["explain", hostOf(DEV), ...here], { cwd });
  ok(explained.stderr.includes(`run \`${command}\``), explained.stderr);
});
