import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { withPasswordDatabase } from "../support/password_database.ts";
import { HelperWorld, HOST, NOT_FOUND } from "../program/helper_world.ts";
import { DEV, hostOf } from "../program/world.ts";
import { OTHER_USER } from "../adapters/fs/temp_directory.ts";
import { asNobody, EXECUTABLE, IS_LINUX_ROOT, onTerminal, place, run } from "./placed.ts";

/** What only an executable can get wrong, run as `ATMOS_ECR_PROGRAM` names it; all other commands have their tests in `tests/program`. */
function executableTest(name: string, fn: () => Promise<void>, ignore = false): void {
  Deno.test({ name: `executable: ${name}`, ignore: ignore || EXECUTABLE === undefined, fn });
}

executableTest("its name makes it the helper, as a link and as a copy", async () => {
  await using test = await HelperWorld.create();
  await test.cacheToken(40_000);
  const { sandbox, aws } = test.world;
  const env = sandbox.environment(aws.environment(test.world.user));
  const copy = await place(sandbox, "docker-credential-ecr-login");
  const link = join(sandbox.root, "docker-credential-atmos-ecr");
  await Deno.symlink(copy, link);
  const { code, stdout, stderr } = await run(copy, ["get"], { env, stdin: HOST });
  strictEqual(code, 0, stderr);
  strictEqual(JSON.parse(stdout).Secret, "cached");
  // By its own name it answers for pinned registries alone.
  match((await run(link, ["get"], { env, stdin: HOST })).stderr, /is not pinned in/);
  for (const program of [copy, link]) {
    match((await run(program, ["version"], { env })).stdout, /^docker-credential-(ecr-login|atmos-ecr) /);
  }
});

executableTest("docker install --link links to the executable itself", async () => {
  await using test = await HelperWorld.create();
  const { sandbox } = test.world;
  const program = await place(sandbox, "atmos-ecr");
  const env = sandbox.environment({ PATH: `${sandbox.root}:${Deno.env.get("PATH")}` });
  const cwd = sandbox.project;
  const { code, stderr } = await run(program, ["docker", "install", "--link", sandbox.root], { env, cwd });
  strictEqual(code, 0, stderr);
  strictEqual(await Deno.readLink(join(sandbox.root, "docker-credential-atmos-ecr")), program);
});

executableTest("it starts in an empty environment, and says what is missing", async () => {
  await using test = await HelperWorld.create();
  const program = await place(test.world.sandbox, "atmos-ecr");
  const options = { env: {}, cwd: test.world.sandbox.project };
  match((await run(program, ["--version"], options)).stdout, /^atmos-ecr \d/);
  // A user whom the password database does not know.
  const [command = "", ...args] = withPasswordDatabase("", [program, "login", "--registry", HOST]);
  const login = await run(command, args, { ...options, env: { PATH: Deno.env.get("PATH") ?? "" } });
  strictEqual(login.code, 3);
  match(login.stderr, /HOME_NOT_FOUND/);
  const get = await run(program, ["credential", "get"], { ...options, stdin: "registry.example.com" });
  deepStrictEqual([get.code, get.stdout], [1, NOT_FOUND]);
});

executableTest("without HOME it logs in where DOCKER_CONFIG says", async () => {
  await using test = await HelperWorld.create();
  const { sandbox, aws, user } = test.world;
  const program = await place(sandbox, "atmos-ecr");
  const docker = join(sandbox.root, "docker");
  const unset = { HOME: undefined, XDG_CACHE_HOME: undefined, XDG_STATE_HOME: undefined };
  const env = sandbox.environment({ ...aws.environment(user), ...unset, DOCKER_CONFIG: docker });
  const login = await run(program, ["login", "--registry", HOST], { env, cwd: sandbox.project });
  strictEqual(login.code, 0, login.stderr);
  strictEqual(Object.keys(JSON.parse(await Deno.readTextFile(join(docker, "config.json"))).auths)[0], HOST);
  const get = await run(program, ["credential", "get"], { env, stdin: HOST });
  strictEqual(get.code, 0, get.stderr);
});

executableTest("another user runs it from a directory that he cannot write", async () => {
  await using test = await HelperWorld.create();
  const { sandbox, aws, user } = test.world;
  const directory = join(sandbox.root, "read-only");
  await Deno.mkdir(directory);
  const program = await place(sandbox, "read-only/atmos-ecr");
  await Deno.chmod(directory, 0o555);
  const temp = join(sandbox.root, "tmp");
  await Deno.mkdir(temp);
  await Deno.chmod(temp, 0o777);
  await Deno.chmod(sandbox.root, 0o755);
  await Deno.chown(sandbox.home, OTHER_USER, OTHER_USER);
  const env = { ...sandbox.environment(aws.environment(user)), TMPDIR: temp };
  const [command, args] = asNobody(program, ["login", "--registry", hostOf(DEV)]);
  const login = await run(command, args, { env, cwd: directory });
  strictEqual(login.code, 0, login.stderr);
  strictEqual((await Deno.stat(sandbox.dockerConfig)).uid, OTHER_USER);
  strictEqual(((await Deno.stat(sandbox.dockerConfig)).mode ?? 0) & 0o777, 0o600);
  // A runtime that keeps compiled code in the shared directory for temporary files could be fed somebody else's.
  deepStrictEqual(await Array.fromAsync(Deno.readDir(temp)), []);
  deepStrictEqual(await Array.fromAsync(Deno.readDir(directory), ({ name }) => name), ["atmos-ecr"]);
}, !IS_LINUX_ROOT);

executableTest("on a terminal it asks for no permission", async () => {
  await using test = await HelperWorld.create();
  const { sandbox, aws, user } = test.world;
  const program = await place(sandbox, "atmos-ecr");
  const env = { ...sandbox.environment(aws.environment(user)), TERM: "xterm" };
  const login = await onTerminal([program, "login", "--registry", HOST], { env, cwd: sandbox.project });
  strictEqual(login.code, 0, login.stdout);
  match(login.stdout, /Logged in to/);
  doesNotMatch(login.stdout, /Deno requests|Allow\?/);
  strictEqual(Object.keys(JSON.parse(await sandbox.readDockerConfig() ?? "{}").auths)[0], HOST);
});
