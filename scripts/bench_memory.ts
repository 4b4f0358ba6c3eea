/**
 * The memory of a warm `credential get` beside that of an empty program on the same runtime, and of a hundred cold ones at once. It fails on
 * no figure. Linux only.
 *
 *     deno run -A scripts/bench_memory.ts [RUNS] [NAME=PROGRAM...]
 *
 * Programs are as in `bench_commands.ts`; the empty executable is made by `scripts/standalone.ts dist/empty FILE` of a file that holds
 * `Deno.stdout.writeSync(new Uint8Array(1))`, and is named `empty-executable=dist/empty`.
 *
 * How: a program's standard output is a pipe that is already full, so that it waits at its last write, with all its memory, until
 * `/proc/PID/smaps_rollup` has been read. The empty program writes one byte for that. The hundred are read again and again, once while AWS
 * takes so long to answer the one that asks that all the others wait; what counts is the largest sum. Private pages are those of no other process, and of the system's
 * cache of files only what no other process maps, too: one other process of each program waits meanwhile.
 *
 * @module
 */
import { join } from "node:path";
import { BenchHome, HOST } from "./bench_home.ts";
import { DENO, machineText, median, type Program, programsOf, ratio, say, start } from "./bench_shared.ts";

/** Kibibytes. */
interface Memory {
  readonly resident: number;
  readonly own: number;
}

const DEFAULT_RUNS = 5;
const AT_ONCE = 100;
/** How long AWS takes for the one call, in milliseconds: the others wait by then, and the program would not wait for 5000. */
const CALL_MS = 4500;
const SAMPLE_MS = 150;
/** Of a pipe. Reference: pipe(7). */
const PIPE_BYTES = 65_536;
const ONE_BYTE = "Deno.stdout.writeSync(new Uint8Array(1));";

const [first = "", ...others] = Deno.args;
const runs = Number(first) || DEFAULT_RUNS;
const named = await programsOf(Number(first) ? others : Deno.args);
const programs = named.filter(([name]) => !name.startsWith("empty"));
await using home = await BenchHome.open();
const empty = join(home.path, "empty.js");
await Deno.writeTextFile(empty, ONE_BYTE);
await reportWarm([
  ["empty", [...DENO, "--no-config", "--no-lock", empty]],
  ...named.map(([name, command]): Program => [
    name,
    name.startsWith("empty") ? command : [...command, "credential", "get"],
  ]),
]);
await reportMany();
say(`\n${machineText(runs)}`);

async function reportWarm(candidates: readonly Program[]): Promise<void> {
  const table = new Map(candidates.map(([name]): [string, Memory[]] => [name, []]));
  for (const [, command] of programs) {
    await start([...command, "credential", "get"], HOST, { env: home.env, cwd: home.path });
  }
  for (let run = 0; run < runs; run++) {
    for (const [name, command] of candidates) {
      await using beside = await held(command);
      await using measured = await held(command);
      void beside;
      table.get(name)?.push(measured.memory);
    }
  }
  say("| warm get, MiB (× empty) | resident | private |\n|---|---|---|");
  const base = table.get("empty") ?? [];
  for (const [name, all] of table) {
    say(`| ${name} | ${cell(all, base, "resident")} | ${cell(all, base, "own")} |`);
  }
}

function cell(all: readonly Memory[], base: readonly Memory[], which: keyof Memory): string {
  const middle = (of: readonly Memory[]): number => median(of.map((one) => one[which]));
  return `${(middle(all) / 1024).toFixed(1)} (${ratio(middle(all), middle(base))})`;
}

/** A program that waits at its last write. */
async function held(command: readonly string[]): Promise<AsyncDisposable & { readonly memory: Memory }> {
  const pipe = await Deno.makeTempFile({ dir: home.path, prefix: "pipe-" });
  // Both ends are open, so that no one waits for the other; nothing reads.
  const script =
    `rm "$0"; mkfifo "$0"; exec 3<>"$0"; head -c ${PIPE_BYTES} /dev/zero >&3; exec "$@" >&3 3<&-`;
  const child = new Deno.Command("sh", {
    args: ["-ec", script, pipe, ...command],
    cwd: home.path,
    clearEnv: true,
    env: home.env,
    stdin: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(HOST)).catch(() => undefined);
  await writer.close().catch(() => undefined);
  const ended = child.status.then(({ code }) =>
    Promise.reject(new Error(`${command[0]} ended with ${code}`))
  );
  const memory = await Promise.race([settled(child.pid), ended]);
  return {
    memory,
    [Symbol.asyncDispose]: async () => {
      using file = await Deno.open(pipe);
      const text = await new Response(file.readable).text();
      const { success } = await child.status;
      if (!success || /^\0+\{(?!.*"Secret")/s.test(text)) throw new Error(`${command[0]} failed: ${text}`);
    },
  };
}

/** What a program has when one of its threads waits at a full pipe, or after seconds where the system does not tell. */
async function settled(pid: number): Promise<Memory> {
  for (let left = 300; left > 0; left--) {
    const threads = await Array.fromAsync(
      Deno.readDir(`/proc/${pid}/task`),
      ({ name }) => Deno.readTextFile(`/proc/${pid}/task/${name}/wchan`).catch(() => ""),
    ).catch(() => []);
    // The shell's `head` is a process of its own.
    if (threads.some((place) => place.includes("pipe_write"))) break;
    await pause(10);
  }
  return await memoryOf(pid);
}

/** A process' memory; nothing of one that has ended. Reference: proc_pid_smaps(5). */
async function memoryOf(pid: number): Promise<Memory> {
  const text = await Deno.readTextFile(`/proc/${pid}/smaps_rollup`).catch(() => "");
  const sum = (pattern: RegExp): number =>
    [...text.matchAll(pattern)].reduce((all, [, kb]) => all + Number(kb), 0);
  return { resident: sum(/^Rss: +(\d+) kB$/gm), own: sum(/^Private_(?:Clean|Dirty): +(\d+) kB$/gm) };
}

async function reportMany(): Promise<void> {
  say(`\n| ${AT_ONCE} cold gets at once | private, MiB | of each | calls to AWS |\n|---|---|---|---|`);
  for (const ms of [0, CALL_MS]) {
    for (const [name, command] of programs) {
      const sums: number[] = [];
      const calls: number[] = [];
      for (let run = 0; run < Math.min(runs, 3); run++) {
        await home.forget();
        using _ = home.far(ms);
        const before = home.aws.requests.length;
        sums.push(await largestSum([...command, "credential", "get"]));
        calls.push(home.aws.requests.length - before);
      }
      const mib = median(sums) / 1024;
      const row = ms === 0 ? name : `${name}, while AWS takes ${ms} ms`;
      say(`| ${row} | ${mib.toFixed(0)} | ${(mib / AT_ONCE).toFixed(1)} | ${Math.max(...calls)} |`);
    }
  }
}

/** The most private memory that programs at once have together. */
async function largestSum([program = "", ...args]: readonly string[]): Promise<number> {
  const children = Array.from({ length: AT_ONCE }, () => {
    const child = new Deno.Command(program, {
      args,
      cwd: home.path,
      clearEnv: true,
      env: home.env,
      stdin: "piped",
      stdout: "null",
      stderr: "null",
    }).spawn();
    const writer = child.stdin.getWriter();
    writer.write(new TextEncoder().encode(HOST)).then(() => writer.close()).catch(() => undefined);
    return child;
  });
  let ended = false;
  const statuses = Promise.all(children.map(({ status }) => status)).finally(() => ended = true);
  let largest = 0;
  while (!ended) {
    await pause(SAMPLE_MS);
    const all = await Promise.all(children.map(({ pid }) => memoryOf(pid)));
    largest = Math.max(largest, all.reduce((sum, { own }) => sum + own, 0));
  }
  if ((await statuses).every(({ success }) => success)) return largest;
  throw new Error(`${program} failed, ${AT_ONCE} at once`);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
