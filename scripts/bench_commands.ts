/**
 * Times what users wait for, warm and cold, against the fake AWS: programs side by side in interleaved runs, as one table with ratios of
 * medians to `Deno.exit(0)` and to the first program, and the phases of a cold get. It fails on no timing.
 *
 *     deno run -A scripts/bench_commands.ts [RUNS] [NAME=PROGRAM...]
 *
 * PROGRAM is an executable, or a `.js` or `.ts` file that Deno runs: `scripts/standalone.ts` makes the one, `deno task build --bundle`
 * the other (`dist/chunks/main.js`), also in the work tree of an older commit. Where none is named: the source, and chunks and executable
 * as far as they are in `dist`. Peers that are installed stand in the rows that they can do: amazon-ecr-credential-helper from 0.8 (before,
 * it finds no other endpoint), the AWS CLI, and Atmos.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { BenchHome, FAR_MS, HOST } from "./bench_home.ts";
import {
  DENO,
  leftOut,
  machineText,
  median,
  type Program,
  programsOf,
  ratio,
  say,
  start,
} from "./bench_shared.ts";

/** One thing that users wait for. */
interface Scene {
  readonly name: string;
  readonly args: readonly string[];
  readonly stdin?: string;
  /** Whether everything that is cached goes before each run. */
  readonly cold?: boolean;
  /** Milliseconds that AWS takes for each response. @default {0} */
  readonly farMs?: number;
  /** How many at once. @default {1} */
  readonly times?: number;
  readonly expected: RegExp;
  /** The peers that do the same, as they are called. */
  readonly peers?: Readonly<Record<string, readonly string[]>>;
}

const WARM_UP_RUNS = 2;
const DEFAULT_RUNS = 15;
/** Scenes of many processes are run less often. */
const MAX_RUNS_AT_ONCE = 3;
const GET = { args: ["credential", "get"], stdin: HOST, expected: /"Secret"/ } as const;
const ECR_LOGIN = { "ecr-login": ["docker-credential-ecr-login", "get"] } as const;
const AWS = ["aws", "--region", "us-east-1", "ecr", "get-login-password"];
/** Logins, which are as long as the way to AWS. */
const LOGINS: readonly Scene[] = [
  {
    name: "login HOST",
    args: ["login", "-r", HOST],
    expected: /^$/,
    peers: { "atmos": ["atmos", "aws", "ecr", "login", "--registry", HOST] },
  },
  {
    name: "login INTEGRATION, two roles",
    args: ["login", "y"],
    expected: /^$/,
    peers: { "atmos": ["atmos", "aws", "ecr", "login", "y"] },
  },
  {
    name: "auth login, two roles and a registry",
    args: ["auth", "login", "second"],
    expected: /^$/,
    peers: { "atmos": ["atmos", "auth", "login", "--identity", "second"] },
  },
];
const SCENES: readonly Scene[] = [
  { name: "warm get", ...GET, peers: ECR_LOGIN },
  { name: "cold get, static keys", ...GET, cold: true, peers: { ...ECR_LOGIN, "aws": AWS } },
  { name: "token, two roles", args: ["token", HOST], cold: true, expected: /^\w/ },
  ...[0, FAR_MS].flatMap((farMs) =>
    LOGINS.map((scene) => ({
      ...scene,
      name: farMs === 0 ? scene.name : `${scene.name}, AWS ${farMs} ms away`,
      cold: true,
      farMs,
    }))
  ),
  { name: "--help", args: ["--help"], expected: /Usage/, peers: { "atmos": ["atmos", "--help"] } },
  {
    name: "--version",
    args: ["--version"],
    expected: /^atmos-ecr /,
    peers: { "atmos": ["atmos", "--version"] },
  },
  { name: "completing a name", args: ["__complete", "login", ""], expected: /^x\b/m },
  {
    name: "auth list",
    args: ["auth", "list"],
    expected: /second/,
    peers: { "atmos": ["atmos", "auth", "list"] },
  },
  { name: "30 cold gets at once", ...GET, cold: true, times: 30, peers: ECR_LOGIN },
  { name: "100 cold gets at once", ...GET, cold: true, times: 100, peers: ECR_LOGIN },
];
const PHASES: readonly (readonly [name: string, from: string | undefined, to: string])[] = [
  ["start, until the program reads its input", undefined, "asked"],
  ["the cache is asked in vain", "asked", "missed"],
  ["what asks AWS is loaded, the request is signed", "missed", "sent"],
  ["AWS", "sent", "answered"],
  ["the answer is read and kept", "answered", "ended"],
];

const [first = "", ...others] = Deno.args;
const runs = Number(first) || DEFAULT_RUNS;
const programs = await programsOf(Number(first) ? others : Deno.args);
await using home = await BenchHome.open();
const exit: number[] = [];
/** Of {@linkcode leftOut}. */
const failures: string[] = [];
report(await benchScenes());
await reportPhases();

async function benchScenes(): Promise<readonly (readonly [Scene, ReadonlyMap<string, readonly number[]>])[]> {
  const rows: (readonly [Scene, ReadonlyMap<string, readonly number[]>])[] = [];
  for (const scene of SCENES) rows.push([scene, await benchScene(scene)]);
  return rows;
}

/** Runs of a scene by program, without the peers that fail: those that are not installed, and old ones, which ask AWS itself. */
async function benchScene(scene: Scene): Promise<ReadonlyMap<string, readonly number[]>> {
  using _ = home.far(scene.farMs ?? 0);
  const ours = programs.map(([name, command]): Program => [name, [...command, ...scene.args]]);
  const peers = Object.entries(scene.peers ?? {});
  const times = new Map([...ours, ...peers].map(([name]): [string, number[]] => [name, []]));
  const count = scene.times === undefined ? runs : Math.min(runs, MAX_RUNS_AT_ONCE);
  for (let run = scene.times === undefined ? -WARM_UP_RUNS : 0; run < count; run++) {
    const ms = await time([...DENO, "--no-config", home.exit], { name: "exit", expected: /^$/ });
    if (run >= 0) exit.push(ms);
    for (const [name, command] of [...ours, ...peers]) {
      const all = times.get(name);
      if (all === undefined) continue;
      if (scene.cold) await home.forget();
      const took = await time(
        command,
        peers.some(([peer]) => peer === name) ? { ...scene, expected: /^/ } : scene,
      )
        .catch((error: unknown) => {
          if (ours.some(([program]) => program === name)) throw error;
          times.delete(name);
          failures.push(...leftOut(name, scene.name, error));
          return NaN;
        });
      if (run >= 0) all.push(took);
    }
  }
  return times;
}

function report(
  rows: readonly (readonly [Scene, ReadonlyMap<string, readonly number[]>])[],
): void {
  const names = [...new Set(rows.flatMap(([, times]) => [...times.keys()]))];
  say(`| ms: median, minimum (× exit, × ${names[0]}) | ${names.join(" | ")} |`);
  say(`|---|${"---|".repeat(names.length)}`);
  for (const [{ name }, times] of rows) {
    const base = median(times.get(names[0] ?? "") ?? []);
    const cells = names.map((program) => {
      const all = times.get(program);
      if (all === undefined) return "";
      const ms = median(all);
      return `${ms.toFixed(1)}, ${Math.min(...all).toFixed(1)} (${ratio(ms, median(exit))}, ${
        ratio(ms, base)
      })`;
    });
    say(`| ${name} | ${cells.join(" | ")} |`);
  }
  say(
    `\n\`Deno.exit(0)\` ${median(exit).toFixed(1)} ms, ${Math.min(...exit).toFixed(1)} at best; ${
      machineText(runs)
    }`,
  );
  failures.forEach(say);
}

/** Of programs that Deno runs: an executable preloads nothing. */
async function reportPhases(): Promise<void> {
  const preload = fileURLToPath(new URL("bench_phases.ts", import.meta.url));
  const measured = programs.filter(([, [program]]) => program === Deno.execPath());
  const table = new Map<string, readonly Readonly<Record<string, number>>[]>();
  for (const [name, command] of measured) {
    const all: Readonly<Record<string, number>>[] = [];
    for (let run = -WARM_UP_RUNS; run < runs; run++) {
      await home.forget();
      const [program = "", verb = "", ...rest] = command;
      const { stderr } = await start([program, verb, "--preload", preload, ...rest, ...GET.args], HOST, {
        env: home.env,
        cwd: home.path,
      });
      const [, json] = /^phases (.*)$/m.exec(stderr) ?? [];
      if (json !== undefined && run >= 0) all.push(JSON.parse(json));
    }
    table.set(name, all);
  }
  say(`\n| phases of a cold get, ms | ${[...table.keys()].join(" | ")} |\n|---|${"---|".repeat(table.size)}`);
  for (const [phase, from, to] of PHASES) {
    const cells = Array.from(table.values(), (all) =>
      median(all.flatMap((marks) => {
        const [begin, end] = [from === undefined ? 0 : marks[from], marks[to]];
        return begin === undefined || end === undefined ? [] : [end - begin];
      })).toFixed(1));
    say(`| ${phase} | ${cells.join(" | ")} |`);
  }
}

async function time(
  command: readonly string[],
  { name, stdin = "", times = 1, expected }: Pick<Scene, "name" | "stdin" | "times" | "expected">,
): Promise<number> {
  const begin = performance.now();
  const all = await Promise.all(
    Array.from({ length: times }, () => start(command, stdin, { env: home.env, cwd: home.path })),
  );
  const ms = performance.now() - begin;
  const failed = all.find(({ code, stdout }) => code !== 0 || !expected.test(stdout));
  if (failed === undefined) return ms;
  throw new Error(`${command[0]} failed at ${name}: ${failed.stdout}${failed.stderr}`);
}
