import { join } from "node:path";
import { IS_ROOT, OTHER_USER } from "../adapters/fs/temp_directory.ts";
import type { ProgramResult, Sandbox } from "../support/sandbox.ts";
import { copyProgram } from "../support/write_program.ts";

/** The executable under test; undefined when the program is tested from source. */
export const EXECUTABLE: string | undefined = Deno.env.get("ATMOS_ECR_PROGRAM") || undefined;

/** Whether programs can be run as another user. */
export const IS_LINUX_ROOT: boolean = Deno.build.os === "linux" && IS_ROOT;

/** How to run a program. */
export interface PlacedRun {
  /** All variables. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdin?: string;
}

/** Copies the executable under test into a sandbox. @returns The path of the copy. */
export async function place(sandbox: Sandbox, name: string): Promise<string> {
  const path = join(sandbox.root, name);
  await copyProgram(EXECUTABLE ?? "", path);
  return path;
}

/** Runs a program to its end. */
export async function run(
  program: string,
  args: readonly string[],
  { env, cwd, stdin = "" }: PlacedRun,
): Promise<ProgramResult> {
  const child = new Deno.Command(program, {
    args: [...args],
    clearEnv: true,
    env,
    ...(cwd === undefined ? {} : { cwd }),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  // Not every program reads.
  await writer.write(new TextEncoder().encode(stdin)).catch(() => undefined);
  await writer.close().catch(() => undefined);
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** How to run a program as a user without any rights. Reference: setpriv(1) */
export function asNobody(program: string, args: readonly string[]): [string, string[]] {
  return ["setpriv", [
    `--reuid=${OTHER_USER}`,
    `--regid=${OTHER_USER}`,
    "--clear-groups",
    program,
    ...args,
  ]];
}

/** Runs a program with a pseudo-terminal for all three streams; what it shows is `stdout`. Reference: script(1) */
export function onTerminal(command: readonly string[], options: PlacedRun): Promise<ProgramResult> {
  const line = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  return run("script", ["--quiet", "--return", "--command", line, "/dev/null"], options);
}
