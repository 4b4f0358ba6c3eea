/**
 * What the benchmarks of whole commands share: programs by name, a run of one, and numbers for people.
 *
 * @module
 */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** What is timed, and how it is called without arguments. */
export type Program = readonly [name: string, command: readonly string[]];

/** Variables of a run. */
export type Variables = Readonly<Record<string, string>>;

/** How a run ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Deno as every run from source calls it. */
export const DENO: readonly string[] = [Deno.execPath(), "run", "-A", "--no-check", "--quiet"];

const root = fileURLToPath(new URL("../", import.meta.url));
const USUAL: readonly string[] = [
  `source=${root}src/main.ts`,
  `chunks=${root}dist/chunks/main.js`,
  `chunks=${root}dist/bundle/chunks/main.js`,
  `executable=${root}dist/atmos-ecr`,
];

/**
 * Programs by their names.
 *
 * @param named `NAME=PROGRAM`: an executable, or a `.js` or `.ts` file that Deno runs. If none is named: the source, and chunks and
 * executable if they are in `dist`.
 */
export async function programsOf(named: readonly string[]): Promise<readonly Program[]> {
  const found = await Array.fromAsync(
    USUAL,
    async (text) =>
      await Deno.stat(text.slice(text.indexOf("=") + 1)).then(() => true, () => false) ? [text] : [],
  );
  const programs = new Map<string, readonly string[]>();
  for (const text of named.length === 0 ? found.flat() : named) {
    const [, name = "", path = ""] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
    const whole = resolve(path);
    if (path.endsWith(".ts")) programs.set(name, [...DENO, whole]);
    else programs.set(name, path.endsWith(".js") ? [...DENO, "--no-config", "--no-lock", whole] : [whole]);
  }
  return [...programs];
}

/** The variables that every run needs, wherever its home is. */
export function baseVariables(home: string): Variables {
  return {
    HOME: home,
    PATH: Deno.env.get("PATH") ?? "",
    DENO_DIR: Deno.env.get("DENO_DIR") ?? `${Deno.env.get("HOME")}/.cache/deno`,
    DENO_NO_UPDATE_CHECK: "1",
    AWS_EC2_METADATA_DISABLED: "true",
    // Atmos starts a keyring daemon, which stays, and sends statistics.
    DBUS_SESSION_BUS_ADDRESS: "unix:path=/nonexistent",
    ATMOS_TELEMETRY_ENABLED: "false",
  };
}

/** Runs a program once. */
export async function start(
  [program = "", ...args]: readonly string[],
  stdin: string,
  { env, cwd }: { readonly env: Variables; readonly cwd: string },
): Promise<Ended> {
  const child = new Deno.Command(program, {
    args,
    cwd,
    clearEnv: true,
    env,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(stdin)).catch(() => undefined);
  await writer.close().catch(() => undefined);
  const { code, stdout, stderr } = await child.output();
  return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
}

/** The middle of some numbers; NaN of none. */
export function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;
}

/** How many times another number a number is. */
export function ratio(value: number, base: number): string {
  return `×${(value / base).toFixed(2)}`;
}

/** The line below a table about a peer that fails there; none about one that is not installed. */
export function leftOut(peer: string, where: string, error: unknown): readonly string[] {
  if (error instanceof Deno.errors.NotFound) return [];
  return [`<!-- left out: ${peer} at ${where}: ${`${error}`.replaceAll(/\s+/g, " ").slice(0, 200)} -->`];
}

/** What is below every table: the runtime, the machine, and what else it was doing. */
export function machineText(runs: number): string {
  const load = Deno.loadavg().map((one) => one.toFixed(1)).join(" ");
  return `Deno ${Deno.version.deno}; medians of ${runs} interleaved runs, ${navigator.hardwareConcurrency} cores, load ${load}`;
}

/** Prints a line of a report. */
export function say(line: string): void {
  // deno-lint-ignore no-console -- what was measured.
  console.log(line);
}
