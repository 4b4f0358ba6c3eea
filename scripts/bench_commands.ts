/**
 * Times what users wait for, warm and cold, against the fake AWS: programs side by side in interleaved runs, as one table with ratios of
 * medians to `Deno.exit(0)` and to the first program, and the phases of a cold get. It fails on no timing.
 *
 *     deno run -A scripts/bench_commands.ts [RUNS] [NAME=PROGRAM...]
 *
 * PROGRAM is an executable, or a `.js` or `.ts` file that Deno runs: `scripts/standalone.ts` makes the one, `deno task build --bundle`
 * the other (`dist/chunks/main.js`), also in the work tree of an older commit. Where none is named: the source, and chunks and executable
 * as far as they are in `dist`. Peers that are installed stand in the table where they do the same: amazon-ecr-credential-helper from 0.8
 * (before, it finds no other endpoint), and the AWS CLI.
 *
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startFakeAws } from "../tests/fakes/aws/fake_aws.ts";
import {
  baseVariables,
  DENO,
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
  /** How many at once. @default {1} */
  readonly times?: number;
  readonly expected: RegExp;
  /** The peers that do the same, as they are called. */
  readonly peers?: Readonly<Record<string, readonly string[]>>;
}

const HOST = "222233334444.dkr.ecr.us-east-1.amazonaws.com";
const WARM_UP_RUNS = 2;
const DEFAULT_RUNS = 15;
/** Scenes of many processes are run less often. */
const MAX_RUNS_AT_ONCE = 3;
const CACHES = [".cache", ".config", ".docker", ".aws", ".local", ".ecr"];
const GET = { args: ["credential", "get"], stdin: HOST, expected: /"Secret"/ } as const;
const ECR_LOGIN = { "ecr-login": ["docker-credential-ecr-login", "get"] } as const;
const AWS = ["aws", "--region", "us-east-1", "ecr", "get-login-password"];
const SCENES: readonly Scene[] = [
  { name: "warm get", ...GET, peers: ECR_LOGIN },
  { name: "cold get, static keys", ...GET, cold: true, peers: { ...ECR_LOGIN, "aws": AWS } },
  { name: "token, two roles", args: ["token", HOST], cold: true, expected: /^\w/ },
  { name: "login HOST", args: ["login", "-r", HOST], cold: true, expected: /^$/ },
  { name: "--help", args: ["--help"], expected: /Usage/ },
  { name: "--version", args: ["--version"], expected: /^atmos-ecr / },
  { name: "completing a name", args: ["__complete", "login", ""], expected: /^x\b/m },
  { name: "30 cold gets at once", ...GET, cold: true, times: 30, peers: ECR_LOGIN },
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
const named = Number(first) ? others : Deno.args;
const home = await Deno.makeTempDir({ prefix: "atmos-ecr-bench-" });
const aws = await startFakeAws();
try {
  const user = aws.user({ account: "111122223333", name: "bench" });
  const one = aws.role({ account: "222233334444", name: "one", trusts: [user.arn] });
  const two = aws.role({ account: "222233334444", name: "two", trusts: [one.arn] });
  await Deno.writeTextFile(
    join(home, "atmos.yaml"),
    `auth:
  identities:
    user: {kind: aws/user, credentials: {access_key_id: "${user.accessKeyId}", secret_access_key: "${user.secretAccessKey}"}}
    one: {kind: aws/assume-role, via: {identity: user}, principal: {assume_role: "${one.arn}"}}
    two: {kind: aws/assume-role, via: {identity: one}, principal: {assume_role: "${two.arn}"}}
  integrations:
    x: {kind: aws/ecr, via: {identity: two}, spec: {registry: {account_id: "222233334444", region: us-east-1}}}
`,
  );
  await Deno.writeTextFile(join(home, "exit.js"), "Deno.exit(0)");
  await bench({
    ...baseVariables(home),
    ...aws.environment(user),
  });
} finally {
  await aws.close();
  await Deno.remove(home, { recursive: true });
}

async function bench(env: Readonly<Record<string, string>>): Promise<void> {
  const programs = await programsOf(named);
  const peers = await installedPeers(env);
  const exit: number[] = [];
  const rows: (readonly [Scene, ReadonlyMap<string, readonly number[]>])[] = [];
  for (const scene of SCENES) {
    const ours = programs.map(([name, command]): Program => [name, [...command, ...scene.args]]);
    const theirs = Object.entries(scene.peers ?? {}).filter(([name]) => peers.has(name));
    const times = new Map([...ours, ...theirs].map(([name]): [string, number[]] => [name, []]));
    const count = scene.times === undefined ? runs : Math.min(runs, MAX_RUNS_AT_ONCE);
    for (let run = scene.times === undefined ? -WARM_UP_RUNS : 0; run < count; run++) {
      const ms = await time(
        [...DENO, "--no-config", join(home, "exit.js")],
        { name: "exit", expected: /^$/ },
        env,
      );
      if (run >= 0) exit.push(ms);
      for (const [name, command] of [...ours, ...theirs]) {
        if (scene.cold) await Promise.all(CACHES.map(forget));
        const took = await time(command, scene, env);
        if (run >= 0) times.get(name)?.push(took);
      }
    }
    rows.push([scene, times]);
  }
  report(rows, exit);
  await reportPhases(programs, env);
}

/** The peers that answer a cold request here: older ones ask AWS itself, and fail. */
async function installedPeers(env: Readonly<Record<string, string>>): Promise<ReadonlySet<string>> {
  const peers = Object.assign({}, ...SCENES.map(({ peers }) => peers)) as Record<string, readonly string[]>;
  const working = await Array.fromAsync(Object.entries(peers), async ([name, command]) => {
    try {
      await time(command, { ...GET, name }, env);
      return [name];
    } catch {
      return [];
    }
  });
  return new Set(working.flat());
}

function report(
  rows: readonly (readonly [Scene, ReadonlyMap<string, readonly number[]>])[],
  exit: readonly number[],
): void {
  const names = [...new Set(rows.flatMap(([, times]) => [...times.keys()]))];
  say(`| ms (× exit, × ${names[0]}) | ${names.join(" | ")} |`);
  say(`|---|${"---|".repeat(names.length)}`);
  for (const [{ name }, times] of rows) {
    const base = median(times.get(names[0] ?? "") ?? []);
    const cells = names.map((program) => {
      const all = times.get(program);
      if (all === undefined) return "";
      const ms = median(all);
      return `${ms.toFixed(1)} (${ratio(ms, median(exit))}, ${ratio(ms, base)})`;
    });
    say(`| ${name} | ${cells.join(" | ")} |`);
  }
  say(`\n\`Deno.exit(0)\` ${median(exit).toFixed(1)} ms; ${machineText(runs)}`);
}

/** Of programs that Deno runs: an executable preloads nothing. */
async function reportPhases(
  programs: readonly Program[],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const preload = fileURLToPath(new URL("bench_phases.ts", import.meta.url));
  const measured = programs.filter(([, [program]]) => program === Deno.execPath());
  const table = new Map<string, readonly Readonly<Record<string, number>>[]>();
  for (const [name, command] of measured) {
    const all: Readonly<Record<string, number>>[] = [];
    for (let run = -WARM_UP_RUNS; run < runs; run++) {
      await Promise.all(CACHES.map(forget));
      const [program = "", verb = "", ...rest] = command;
      const { stderr } = await start([program, verb, "--preload", preload, ...rest, ...GET.args], HOST, {
        env,
        cwd: home,
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

async function forget(directory: string): Promise<void> {
  await Deno.remove(join(home, directory), { recursive: true }).catch(() => undefined);
}

async function time(
  command: readonly string[],
  { name, stdin = "", times = 1, expected }: Pick<Scene, "name" | "stdin" | "times" | "expected">,
  env: Readonly<Record<string, string>>,
): Promise<number> {
  const begin = performance.now();
  const all = await Promise.all(
    Array.from({ length: times }, () => start(command, stdin, { env, cwd: home })),
  );
  const ms = performance.now() - begin;
  const failed = all.find(({ code, stdout }) =>
    code !== 0 || !(expected.test(stdout) || /^ey|^\w{40}/.test(stdout))
  );
  if (failed === undefined) return ms;
  throw new Error(`${command[0]} failed at ${name}: ${failed.stdout}${failed.stderr}`);
}
