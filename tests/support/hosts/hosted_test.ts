/** A host must show what a process shows, or the tests in it prove nothing. */
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { World } from "../../program/world.ts";
import { fromFileUrl, sourceFiles } from "../module_graph.ts";
import type { ProgramResult, RunOptions } from "../sandbox.ts";
import { canBeHosted, hosted } from "./hosted.ts";
import { startHosts } from "./start_hosts.ts";

/** Arguments and standard input, one after the other in one home. */
const RUNS: readonly (readonly [args: readonly string[], stdin?: string])[] = [
  [["--version"]],
  [["--help"]],
  [["nope"]],
  [["login", "dev/ecr"]],
  [["login", "dev/ecr", "-o", "json"]],
  [["status"]],
  [["auth", "whoami"]],
  [["auth", "exec", "--", "sh", "-c", "echo out; echo err >&2; exit 7"]],
  [["credential", "get"], "222233334444.dkr.ecr.us-east-1.amazonaws.com"],
  [["credential", "get"], "example.com"],
  [["credential", "get"], "x".repeat(100_000)],
  [["credential", "store"], "{}"],
  [["kubelet"], "{}"],
  [["config", "show"]],
  [["logout", "--all"]],
  [["list", "--config", "absent.yaml"]],
];

/** What differs from one run to the next: times, keys, tokens, and where the home is. */
function comparable(text: string, world: World): string {
  return text.replaceAll(world.sandbox.root, "ROOT")
    .replaceAll(/\d{4}-\d\d-\d\d[T ][\d:.]+Z?|\d\d:\d\d(?::\d\d)?|\d+h\d+m\S*/g, "TIME")
    .replaceAll(/(?<=atmos-dev-deploy-)\d+/g, "TIME")
    .replaceAll(/[A-Za-z0-9+/=_-]{100,}/g, "TOKEN")
    .replaceAll(/(?:AKIA|ASIA)\w+/g, "KEY");
}

/** Everything that all runs have shown and left. */
async function walk(
  run: (world: World, args: readonly string[], options: RunOptions) => Promise<ProgramResult>,
): Promise<unknown> {
  await using world = await World.create(World.ATMOS_YAML.replace("auth:\n", "auth:\n  realm: acme\n"));
  const shown: unknown[] = [];
  for (const [args, stdin] of RUNS) {
    const { code, stdout, stderr } = await run(world, args, stdin === undefined ? {} : { stdin });
    shown.push([args, code, comparable(stdout, world), comparable(stderr, world)]);
  }
  const files = (await world.sandbox.files()).map((path) => path.replaceAll(/[0-9a-f]{12,}/g, "DIGEST"));
  return { shown, files, requests: world.aws.requests.map(({ action }) => action) };
}

Deno.test({
  name: "a host behaves like processes, one after the other",
  ignore: Deno.build.os === "windows" || Deno.env.get("ATMOS_ECR_PROGRAM") !== undefined,
  fn: async (t) => {
    // To load the program takes most of the time of these.
    await using hosts = await startHosts(1);
    await t.step("it shows and leaves what processes do", async () => {
      const inHost = await walk(async (world, args, { stdin }) => {
        const env = world.sandbox.environment(world.environment());
        const run = { args, env, cwd: world.sandbox.project, ...(stdin === undefined ? {} : { stdin }) };
        return await hosted(run, hosts.ports) ?? Promise.reject(new Error(`not hosted: ${args.join(" ")}`));
      });
      const asProcess = await walk((world, args, options) =>
        world.run(args, { ...options, isProcess: true })
      );
      deepStrictEqual(inHost, asProcess);
    });
    await t.step("each run is in the environment and directory that are given", async () => {
      await using world = await World.create();
      const run = shellIn(world, hosts.ports);
      const said = 'echo "${FIRST-none} $PWD"';
      const first = await run(said, { env: { FIRST: "1" } });
      deepStrictEqual([first?.stdout, first?.code], [`1 ${world.sandbox.project}\n`, 0], first?.stderr);
      const later = await run(`${said}; exit 3`, { cwd: world.sandbox.home });
      deepStrictEqual([later?.stdout, later?.code], [`none ${world.sandbox.home}\n`, 3], later?.stderr);
    });
    await t.step("there is one run at a time", async () => {
      await using world = await World.create();
      const end = join(world.sandbox.home, "end");
      const run = shellIn(world, hosts.ports);
      const both = [1, 2].map(() => run(`until [ -e '${end}' ]; do sleep 0.02; done`));
      strictEqual(await Promise.race(both), undefined);
      await Deno.writeTextFile(end, "");
      strictEqual((await Promise.all(both)).filter((result) => result === undefined).length, 1);
    });
  },
});

/** Where a command of a shell runs, and with which further variables. */
interface ShellOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs commands of a shell by `auth exec` in a host; undefined where the host is busy. */
function shellIn(
  world: World,
  ports: readonly number[],
): (command: string, options?: ShellOptions) => Promise<ProgramResult | undefined> {
  const args = ["--config", join(world.sandbox.project, "atmos.yaml"), "auth", "exec", "--", "sh", "-c"];
  return (command, { cwd = world.sandbox.project, env = {} } = {}) =>
    hosted({
      args: [...args, command],
      cwd,
      env: world.sandbox.environment({ ...world.environment(), ...env }),
    }, ports);
}

/** What needs a process of its own → arguments, variables and standard input. */
const PROCESSES: Readonly<Record<string, readonly [readonly string[], Record<string, string>, string?]>> = {
  "no home": [["list"], { HOME: "" }],
  "a proxy": [["list"], { https_proxy: "http://127.0.0.1:9" }],
  "authorities": [["list"], { SSL_CERT_FILE: "/x" }],
  "the runtime's own variables": [["list"], { DENO_TLS_CA_STORE: "system" }],
  "colours": [["list"], { NO_COLOR: "1" }],
  "another zone": [["list"], { TZ: "Asia/Tokyo" }],
  "a keyring that ends with the process": [["list"], { ATMOS_KEYRING_TYPE: "memory" }],
  "a child that reads": [["auth", "exec", "--", "cat"], {}, "x"],
  "a link to the program": [["docker", "install", "--link", "/x"], {}],
};

Deno.test("runs that depend on process start are not hosted", async (t) => {
  const usual = { HOME: "/home/x", TZ: "UTC", DENO_DIR: "/x", AWS_PROFILE: "p", ATMOS_IDENTITY: "x" };
  strictEqual(canBeHosted({ args: ["list"], env: usual, cwd: "/", stdin: "x" }), true);
  for (const [name, [args, env, stdin]] of Object.entries(PROCESSES)) {
    await t.step(name, () => {
      const run = { args, env: { ...usual, ...env }, cwd: "/", ...(stdin === undefined ? {} : { stdin }) };
      strictEqual(canBeHosted(run), false);
    });
  }
});

/**
 * What modules of the program keep, which a host keeps from one run to the next. Each is harmless, or `canBeHosted` knows of it; a new
 * one must be judged before it comes in here.
 */
const KEPT: readonly string[] = [
  // Ends with the call, before the run does.
  "adapters/aws/ambient/login_source.ts: lastTurn",
  // Descriptors that are open.
  "adapters/fs/open_directory.ts: used",
  // Entries are of one run: each is removed when its file is.
  "adapters/fs/temp_files.ts: live",
  // A keyring that ends with the process.
  "adapters/keyring/keyrings.ts: entries",
  // Where HOME does not tell.
  "adapters/system/process_environment.ts: known",
];

Deno.test("no module of the program keeps state between runs", async () => {
  const kept: string[] = [];
  for (const file of await sourceFiles()) {
    const text = await Deno.readTextFile(fromFileUrl(`../src/${file}`));
    for (
      const [line, name] of text.matchAll(
        /^(?:export )?(?:let (\w+)|const (\w+)[^=\n]*= (?:new (?:Map|Set)\b|\[\];|\{\};)).*$/gm,
      ).map(([line, variable, constant]) => [line, variable ?? constant] as const)
    ) {
      if (!/: Readonly/.test(line)) kept.push(`${file}: ${name}`);
    }
  }
  deepStrictEqual(kept.toSorted(), KEPT.toSorted());
});
