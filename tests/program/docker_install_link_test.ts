import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { type ProgramResult, type RunOptions, Sandbox } from "../support/sandbox.ts";
import { DEV, hostOf, HUB, PROD, World } from "./world.ts";
import { helpers } from "./install_sandbox.ts";

Deno.test("docker install fails if the helper program does not exist", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  // This machine may have one.
  const env = { PATH: sandbox.root };
  const { code, stderr } = await sandbox.run(["docker", "install"], { env });
  strictEqual(code, 3);
  match(stderr, /DOCKER_HELPER_MISSING/);
  match(stderr, /Cannot find docker-credential-atmos-ecr on the PATH[\s\S]*--link /);
  deepStrictEqual(await sandbox.files(), []);
  const dry = await sandbox.run(["docker", "install", "--dry-run"], { env });
  strictEqual(dry.code, 0);
  match(dry.stderr, /Warning: Cannot find docker-credential-atmos-ecr/);
});

Deno.test("docker install --link creates the program that Docker runs, and replaces no other program", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  const bin = join(sandbox.root, "own bin");
  await Deno.mkdir(bin);
  const program = join(bin, "docker-credential-atmos-ecr");
  // A link is known by the program that it leads to.
  const onPath: RunOptions = { isProcess: true, env: { PATH: `${bin}:${Deno.env.get("PATH")}` } };
  const install = (options: RunOptions): Promise<ProgramResult> =>
    sandbox.run(["docker", "install", "--link", bin, hostOf(DEV)], options);
  const dry = await sandbox.run(["docker", "install", "--link", bin, "--dry-run"], onPath);
  match(dry.stderr, /Would create .*own bin\/docker-credential-atmos-ecr\n/);
  deepStrictEqual(await sandbox.files(), []);
  for (const more of [[], ["--dry-run"], ["--check"]]) {
    const off = await sandbox.run(["docker", "install", "--link", bin, hostOf(DEV), ...more]);
    deepStrictEqual([off.code, await sandbox.files()], [2, []], off.stderr);
    match(off.stderr, /own bin": it is not on the PATH, and Docker would not find it\n[\s\S]*Code: +USAGE\n/);
  }
  const made = await install(onPath);
  strictEqual(made.code, 0, made.stderr);
  match(made.stderr, /Created .*own bin.*\n[\s\S]*\nNext, pull: `docker pull 222233334444/);
  strictEqual(((await Deno.stat(program)).mode ?? 0) & 0o777, 0o755);
  const on = await install(onPath);
  deepStrictEqual([on.code, /Created|Warning/.test(on.stderr)], [0, false], on.stderr);
  const version = await new Deno.Command(program, {
    args: ["version"],
    clearEnv: true,
    env: sandbox.environment(),
    cwd: sandbox.home,
  }).output();
  match(new TextDecoder().decode(version.stdout) + new TextDecoder().decode(version.stderr), /credential/);

  // The same program by another name is this program, too.
  await Deno.symlink(program, join(bin, "docker-credential-ecr-login"));
  await sandbox.writeDockerConfig(JSON.stringify({ credHelpers: { [hostOf(HUB)]: "ecr-login" } }));
  const status = await sandbox.run(["status", hostOf(HUB), "-o", "json"], onPath);
  strictEqual(JSON.parse(status.stdout).registries[0].provided_by, "helper");

  await Deno.remove(program);
  await Deno.writeTextFile(program, "#!/bin/sh\necho mine\n");
  const foreign = await install(onPath);
  strictEqual(foreign.code, 2);
  match(foreign.stderr, /already exists, and is not this program/);
  strictEqual(await Deno.readTextFile(program), "#!/bin/sh\necho mine\n");
  const nowhere = await sandbox.run(["docker", "install", "--link", join(bin, "x")], onPath);
  match(nowhere.stderr, /is not on the PATH/);
});

Deno.test("docker install --link without a directory uses and creates the user's program directory", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  const bin = join(sandbox.home, ".local/bin");
  const env = { PATH: `/usr/bin:/bin:${bin}` };
  const none = await sandbox.run(["docker", "install", "--link"], { env: { PATH: "/usr/bin:/bin" } });
  deepStrictEqual([none.code, await sandbox.files()], [3, []], none.stderr);
  match(none.stderr, /[Aa]dd ~\/\.local\/bin to the PATH/);
  match(none.stderr, /no directory on the PATH is writable[\s\S]*~\/\.local\/bin/);
  const check = await sandbox.run(["docker", "install", "--check", hostOf(DEV)], { env });
  deepStrictEqual([check.code, await sandbox.files()], [3, []], check.stderr);
  // What follows is a registry, as the directory is optional.
  const { code, stderr } = await sandbox.run(["docker", "install", "--link", hostOf(DEV)], { env });
  strictEqual(code, 0, stderr);
  match(stderr, /Created \S+\/\.local\/bin\/docker-credential-atmos-ecr\n/);
  deepStrictEqual(await helpers(sandbox), { [hostOf(DEV)]: "atmos-ecr" });
  strictEqual((await Deno.stat(join(bin, "docker-credential-atmos-ecr"))).isFile, true);
  const again = await sandbox.run(["docker", "install", "--check", "--link", bin, hostOf(DEV)], { env });
  strictEqual(again.code, 0, again.stderr);
});

Deno.test("the helper of docker install --link uses the pinned identity, wherever it runs", async () => {
  await using world = await World.create();
  const { sandbox } = world;
  const bin = join(sandbox.root, "bin");
  await Deno.mkdir(bin);
  const PATH = `${bin}:${Deno.env.get("PATH")}`;
  const install = await world.run(["docker", "install", "--link", bin, hostOf(PROD, "eu-west-1")], {
    env: { PATH },
  });
  strictEqual(install.code, 0, install.stderr);
  strictEqual(world.aws.requests.length, 0);
  const { code, stdout, stderr } = await sandbox.execute([join(bin, "docker-credential-atmos-ecr"), "get"], {
    cwd: sandbox.home,
    env: world.environment(),
    stdin: hostOf(PROD, "eu-west-1"),
  });
  deepStrictEqual([code, stderr], [0, ""]);
  const { Secret } = JSON.parse(stdout);
  match(world.aws.describePassword(Secret)?.principal ?? "", /333344445555:assumed-role\/deploy/);
  const status = await world.run(["status", hostOf(PROD, "eu-west-1"), "-o", "json"], { env: { PATH } });
  const [{ provided_by, identity, expires_at }] = JSON.parse(status.stdout).registries;
  deepStrictEqual([provided_by, identity], ["helper", "prod-deploy"]);
  ok(Date.parse(expires_at) > Date.now() + 11 * 3600_000);
});
