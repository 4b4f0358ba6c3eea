/** `docker install` where Docker's directory is not what it should be, or the program does not come to its end. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { fakePrograms, pinFile, pinsDirectoryOf } from "../support/helper_home.ts";
import { runReadOnly } from "../support/read_only.ts";
import { type ProgramResult, programUnderTest, type RunOptions, Sandbox } from "../support/sandbox.ts";
import { HelperWorld, HOST } from "./helper_world.ts";
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

/** Starts the program, and kills it once there is a file. */
async function killOnceThereIs(
  file: string,
  sandbox: Sandbox,
  { args, PATH }: { readonly args: readonly string[]; readonly PATH: string },
): Promise<void> {
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
  while (!hasEnded && !exists(file)) await new Promise((resolve) => setTimeout(resolve, 1));
  if (!hasEnded) child.kill("SIGKILL");
  await ended;
}

/** At once: a file must not be older than it is said to be. */
function exists(file: string): boolean {
  try {
    return Deno.lstatSync(file).isFile;
  } catch {
    return false;
  }
}

Deno.test("an install that is killed between its pins and credHelpers loses nothing, and the next one mends it", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  const PATH = await fakePrograms(sandbox, [NAME]);
  const config = `{"auths":{"registry.example":{"auth":"${btoa("a:b")}"}}}`;
  const hosts = Array.from({ length: 100 }, (_, index) => hostOf(`${100_000_000_000 + index}`));
  const args = ["docker", "install", "-i", "dev-deploy", ...hosts];
  // A test that has to wait for the processor comes too late, and tries again.
  for (let attempt = 1; attempt <= 10; attempt++) {
    await Deno.remove(sandbox.dockerDirectory, { recursive: true }).catch(() => undefined);
    await sandbox.writeDockerConfig(config);
    await killOnceThereIs(pinFile(sandbox, hosts[0] ?? ""), sandbox, { args, PATH });
    if (await sandbox.readDockerConfig() === config) break;
  }
  strictEqual(await sandbox.readDockerConfig(), config);
  ok((await names(pinsDirectoryOf(sandbox))).length > 0);
  const next = await sandbox.run([...args, "-o", "json"], { env: { PATH } });
  strictEqual(next.code, 0, next.stderr);
  const { registries } = JSON.parse(next.stdout);
  ok(registries.every(({ changed }: { changed: boolean }) => changed));
  const { auths, credHelpers } = JSON.parse(await sandbox.readDockerConfig() ?? "");
  deepStrictEqual([Object.keys(auths), Object.keys(credHelpers).length], [
    ["registry.example"],
    hosts.length,
  ]);
  deepStrictEqual(await names(pinsDirectoryOf(sandbox)), hosts.map((host) => `${host}.json`).toSorted());
});

Deno.test({
  name: "a read-only Docker directory: install fails, and the helper works",
  ignore: !LINUX,
  async fn(): Promise<void> {
    await using test = await HelperWorld.create();
    const { sandbox } = test.world;
    await test.pin();
    await sandbox.writeDockerConfig(JSON.stringify({ credHelpers: { [HOST]: "atmos-ecr" } }));
    const before = [await sandbox.readDockerConfig(), await Deno.readTextFile(pinFile(sandbox, HOST))];
    const readOnly = (args: readonly string[], options: RunOptions = {}): Promise<ProgramResult> =>
      runReadOnly({ sandbox, directory: sandbox.dockerDirectory }, args, {
        ...options,
        env: test.world.environment(),
      });
    // That config.json cannot be written either is in tests/app and tests/adapters/docker.
    const refused = await readOnly(["docker", "install", "--pin-only", HOST, "-i", "builder", "--repin"]);
    strictEqual(refused.code, 3, refused.stderr);
    match(refused.stderr, /read-only/);
    const answer = await readOnly(["credential", "get"], { stdin: HOST });
    match(test.principalOf(answer) ?? "", /assumed-role\/deploy/);
    deepStrictEqual(
      [await sandbox.readDockerConfig(), await Deno.readTextFile(pinFile(sandbox, HOST))],
      before,
    );
  },
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
    const { code, stderr } = await sandbox.run(["docker", "install", HOST, "--pin-only"], { env });
    strictEqual(code, 3, stderr);
    match(stderr, /HOME_NOT_FOUND/);
    deepStrictEqual(await sandbox.files(), []);
  },
});
