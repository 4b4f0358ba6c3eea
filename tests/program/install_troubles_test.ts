/** `docker install` where Docker's directory is not what it should be, or the program does not come to its end. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fakePrograms, pinFile, pinsDirectoryOf } from "../support/helper_home.ts";
import { runReadOnly } from "../support/read_only.ts";
import { type ProgramResult, programUnderTest, type RunOptions, Sandbox } from "../support/sandbox.ts";
import { HelperWorld, HOST, NOT_FOUND } from "./helper_world.ts";
import { hostOf, World } from "./world.ts";

const NAME = "docker-credential-atmos-ecr";
const LINUX = Deno.build.os === "linux";

/** The files of a directory by name; none where there is no directory. */
async function names(directory: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(directory))).map(({ name }) => name).toSorted();
  } catch {
    return [];
  }
}

/** Starts the program, and kills it when it has written a pin. */
async function killOnceItPins(sandbox: Sandbox, args: readonly string[], PATH: string): Promise<void> {
  const [command = "", ...prefix] = programUnderTest();
  const child = new Deno.Command(command, {
    args: [...prefix, ...args],
    cwd: sandbox.project,
    clearEnv: true,
    env: sandbox.environment({ PATH }),
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  let hasEnded = false;
  const ended = child.status.then(() => hasEnded = true);
  while (!hasEnded && !(await names(pinsDirectoryOf(sandbox))).some((name) => name.endsWith(".json"))) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  if (!hasEnded) child.kill("SIGKILL");
  await ended;
}

Deno.test("an install that is killed between its pins and credHelpers loses nothing, and the next one mends it", async (t) => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  const PATH = await fakePrograms(sandbox, [NAME]);
  const config = `{"auths":{"registry.example":{"auth":"${btoa("a:b")}"}}}`;
  const hosts = Array.from({ length: 300 }, (_, index) => hostOf(`${100_000_000_000 + index}`));
  const args = ["docker", "install", "-i", "dev-deploy", ...hosts];
  await t.step("it was in between", async () => {
    // A test that has to wait for the processor comes too late, and tries again.
    for (let attempt = 1; attempt <= 10; attempt++) {
      await Deno.remove(sandbox.dockerDirectory, { recursive: true }).catch(() => undefined);
      await sandbox.writeDockerConfig(config);
      await killOnceItPins(sandbox, args, PATH);
      if (await sandbox.readDockerConfig() === config) break;
    }
    strictEqual(await sandbox.readDockerConfig(), config);
    ok((await names(pinsDirectoryOf(sandbox))).length > 0);
  });
  await t.step("the next one mends it", async () => {
    const next = await sandbox.run([...args, "-o", "json"], { env: { PATH } });
    strictEqual(next.code, 0, next.stderr);
    const { registries } = JSON.parse(next.stdout);
    ok(registries.every(({ changed }: { changed: boolean }) => changed));
    const { auths, credHelpers } = JSON.parse(await sandbox.readDockerConfig() ?? "");
    deepStrictEqual([Object.keys(auths), Object.keys(credHelpers).length], [["registry.example"], 300]);
    deepStrictEqual(await names(pinsDirectoryOf(sandbox)), hosts.map((host) => `${host}.json`).toSorted());
    strictEqual((await sandbox.run([...args, "--check"], { env: { PATH } })).code, 0);
  });
  await t.step("nothing of it is left after uninstall", async () => {
    strictEqual((await sandbox.run(["docker", "uninstall", "--all"])).code, 0);
    deepStrictEqual([await sandbox.readDockerConfig(), await names(pinsDirectoryOf(sandbox))], [config, []]);
  });
});

Deno.test("a Docker directory that cannot be used is one error that names it, and nothing is written", async (t) => {
  const rows: readonly {
    readonly name: string;
    readonly make: (directory: string) => Promise<void>;
    readonly code: number;
    readonly says: RegExp;
  }[] = [
    {
      name: "a dangling link",
      make: (directory) => Deno.symlink(`${directory}-gone`, directory),
      code: 3,
      says: /DOCKER_CONFIG_UNWRITABLE/,
    },
    {
      name: "a file",
      make: (directory) => Deno.writeTextFile(directory, ""),
      code: 3,
      says: /a part of the path is not a directory/,
    },
    {
      name: "a file in place of the pins",
      make: async (directory) => {
        await Deno.mkdir(directory);
        await Deno.writeTextFile(join(directory, "atmos-ecr"), "mine");
      },
      code: 3,
      says: /atmos-ecr/,
    },
  ];
  for (const { name, make, code, says } of rows) {
    await t.step(name, async () => {
      await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
      const directory = join(sandbox.root, "docker");
      await make(directory);
      const before = await sandbox.files();
      for (const args of [["--pin-only"], ["--pin-only", "-o", "json"]]) {
        const refused = await sandbox.run(["docker", "install", HOST, ...args], {
          env: { DOCKER_CONFIG: directory },
        });
        strictEqual(refused.code, code, refused.stderr);
        match(refused.stderr + refused.stdout, says);
        ok((refused.stdout + refused.stderr).includes(directory), "the directory");
      }
      deepStrictEqual((await sandbox.files()).filter((file) => !file.endsWith(".lock")), before);
    });
  }
});

Deno.test({
  name: "a read-only Docker directory: install and uninstall fail, and the helper works",
  ignore: !LINUX,
  async fn(): Promise<void> {
    await using test = await HelperWorld.create();
    const { sandbox } = test.world;
    const PATH = await fakePrograms(sandbox, [NAME]);
    strictEqual((await test.world.run(["docker", "install", HOST], { env: { PATH } })).code, 0);
    const before = [await sandbox.readDockerConfig(), await Deno.readTextFile(pinFile(sandbox, HOST))];
    const readOnly = (args: readonly string[], options: RunOptions = {}): Promise<ProgramResult> =>
      runReadOnly({ sandbox, directory: sandbox.dockerDirectory }, args, {
        ...options,
        env: { ...test.world.environment(), PATH, ...options.env },
      });
    for (
      const args of [["install"], ["uninstall", HOST], [
        "install",
        "--pin-only",
        HOST,
        "-i",
        "builder",
        "--repin",
      ]]
    ) {
      const refused = await readOnly(["docker", ...args]);
      strictEqual(refused.code, 3, refused.stderr);
      match(refused.stderr, /read-only|DOCKER_CONFIG_UNWRITABLE/);
    }
    const same = await readOnly(["docker", "install", HOST, "--check"]);
    strictEqual(same.code, 0, same.stderr);
    const answer = await readOnly(["credential", "get"], { stdin: HOST });
    match(test.principalOf(answer) ?? "", /assumed-role\/deploy/);
    deepStrictEqual(
      [await sandbox.readDockerConfig(), await Deno.readTextFile(pinFile(sandbox, HOST))],
      before,
    );
  },
});

Deno.test("a Docker directory by a link is the same one: install by either name, uninstall by the other", async () => {
  await using test = await HelperWorld.create();
  const { world } = test;
  const real = join(world.sandbox.root, "real");
  const alias = join(world.sandbox.root, "alias");
  await Deno.mkdir(real);
  await Deno.symlink(real, alias);
  const PATH = await fakePrograms(world.sandbox, [NAME]);
  const docker = (directory: string, ...args: string[]): Promise<ProgramResult> =>
    world.run(["docker", ...args, "--docker-config", directory], { env: { PATH } });
  strictEqual((await docker(alias, "install", HOST)).code, 0);
  strictEqual((await docker(real, "install", HOST, "--check")).code, 0);
  strictEqual((await Deno.lstat(alias)).isSymlink, true);
  for (const DOCKER_CONFIG of [real, alias]) {
    const answer = await test.runAs(NAME, ["get"], { stdin: HOST, env: { DOCKER_CONFIG } });
    match(test.principalOf(answer) ?? "", /assumed-role\/deploy/);
  }
  // Both at once, by two names.
  await Promise.all([
    docker(real, "install", HOST, "-i", "builder", "--repin"),
    docker(alias, "uninstall", HOST),
  ]);
  const config = JSON.parse(await Deno.readTextFile(join(real, "config.json")));
  const isWired = Object.hasOwn(config.credHelpers ?? {}, HOST);
  deepStrictEqual(await names(join(real, "atmos-ecr")), isWired ? [`${HOST}.json`] : []);
  strictEqual((await docker(real, "uninstall", "--all")).code, 0);
  deepStrictEqual(await names(join(alias, "atmos-ecr")), []);
});

Deno.test("a linked config.json is kept as a link, and pins are beside the link", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  const dotfiles = join(sandbox.root, "dotfiles");
  await Deno.mkdir(dotfiles);
  await Deno.writeTextFile(join(dotfiles, "config.json"), "{}", { mode: 0o600 });
  await Deno.mkdir(sandbox.dockerDirectory);
  await Deno.symlink(join(dotfiles, "config.json"), sandbox.dockerConfig);
  const PATH = await fakePrograms(sandbox, [NAME]);
  strictEqual((await sandbox.run(["docker", "install", HOST], { env: { PATH } })).code, 0);
  strictEqual((await Deno.lstat(sandbox.dockerConfig)).isSymlink, true);
  ok((await Deno.readTextFile(join(dotfiles, "config.json"))).includes(HOST));
  deepStrictEqual(await names(pinsDirectoryOf(sandbox)), [`${HOST}.json`]);
  deepStrictEqual((await names(dotfiles)).includes("atmos-ecr"), false);
});

Deno.test("a removed Docker directory has no pins: the helper reports it, and install recreates it", async () => {
  await using test = await HelperWorld.create();
  const { world } = test;
  const DOCKER_CONFIG = join(world.sandbox.root, "job/docker");
  const env = { DOCKER_CONFIG };
  strictEqual((await world.run(["docker", "install", "--pin-only", HOST], { env })).code, 0);
  await Deno.remove(join(world.sandbox.root, "job"), { recursive: true });
  const gone = await test.runAs(NAME, ["get"], { stdin: HOST, env });
  deepStrictEqual([gone.code, gone.stdout, test.world.aws.requests.length], [1, NOT_FOUND, 0]);
  match(gone.stderr, /^atmos-ecr: \S+ is not pinned in [^\n]+\n$/);
  strictEqual((await world.run(["docker", "uninstall", HOST], { env })).code, 0);
  strictEqual((await world.run(["docker", "install", "--pin-only", HOST], { env })).code, 0);
  strictEqual((await test.runAs(NAME, ["get"], { stdin: HOST, env })).code, 0);
});

Deno.test({
  name:
    "without HOME, and a user whom the password database does not know: one error, and nothing is written",
  ignore: !LINUX,
  async fn(): Promise<void> {
    await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
    const env = {
      HOME: undefined,
      XDG_CACHE_HOME: undefined,
      XDG_CONFIG_HOME: undefined,
      XDG_STATE_HOME: undefined,
      XDG_DATA_HOME: undefined,
    };
    for (const args of [["install", HOST, "--pin-only"], ["uninstall", HOST]]) {
      const { code, stderr } = await sandbox.run(["docker", ...args], { env });
      strictEqual(code, 3, stderr);
      match(stderr, /HOME_NOT_FOUND/);
    }
    deepStrictEqual(await sandbox.files(), []);
    // A directory that is named needs no home.
    const docker = join(sandbox.root, "docker");
    const named = await sandbox.run(["docker", "install", HOST, "--pin-only", "--docker-config", docker], {
      env,
    });
    strictEqual(named.code, 0, named.stderr);
    deepStrictEqual(await names(join(docker, "atmos-ecr")), [`${HOST}.json`]);
  },
});
