import { dirname, resolve } from "node:path";
import type { CommandResult, Commands, Environment } from "../../../ports/process.ts";
import { CONFIG_LIMITS } from "../../../domain/config/config_limits.ts";

/** Runs a command line in a directory. */
export type Shell = (command: string, cwd: string) => Promise<CommandResult>;

/** How long commands may take. */
export interface ShellOptions {
  /** Milliseconds; 60 seconds when absent. */
  readonly timeoutMs?: number | undefined;
  /** Stops them before. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The system's POSIX shell: `/bin/sh -c`, on Windows the `sh` on the PATH (Git for Windows has one). The command gets the whole environment
 * and no standard input; its standard error is shown. Atmos interprets a subset of Bash itself instead. An abort is thrown.
 */
export function createShell(options: ShellOptions = {}): Shell {
  return (command, cwd) => run(command, cwd, options);
}

/** The shell for the commands that a configuration names: each runs in the directory of its file. */
export function shellCommands({ cwd }: Pick<Environment, "cwd">, signal: AbortSignal): Commands {
  const shell = createShell({ signal });
  return (command, origin) =>
    shell(command, origin.kind === "file" ? dirname(resolve(cwd, origin.file)) : cwd);
}

async function run(
  command: string,
  cwd: string,
  { timeoutMs = CONFIG_LIMITS.commandMs, signal }: ShellOptions,
): Promise<CommandResult> {
  signal?.throwIfAborted();
  const isWindows = Deno.build.os === "windows";
  const program = isWindows ? "sh" : "/bin/sh";
  const streams = { stdin: "null", stdout: "piped", stderr: "inherit" } as const;
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command(program, { args: ["-c", command], cwd, ...streams }).spawn();
  } catch (error) {
    return { kind: "failed", state: startFailure(program, error, isWindows) };
  }
  const reader = child.stdout.getReader();
  const { promise: late, resolve } = Promise.withResolvers<"late">();
  const timer = setTimeout(() => resolve("late"), timeoutMs);
  const interrupt = (): void => resolve("late");
  signal?.addEventListener("abort", interrupt);
  const stop = (state: string): CommandResult => {
    kill(child);
    signal?.throwIfAborted();
    return { kind: "failed", state };
  };
  try {
    const stdout = await Promise.race([readBounded(reader), late]);
    if (stdout === "late") return stop(`it took longer than ${timeoutMs / 1000} s`);
    if (stdout === undefined) return stop("it printed more than 1 MiB");
    const status = await Promise.race([child.status, late]);
    if (status === "late") return stop(`it took longer than ${timeoutMs / 1000} s`);
    // Ctrl-C ends the command, too, which is then no failure of its own.
    signal?.throwIfAborted();
    return { kind: "ended", code: status.code, stdout };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", interrupt);
    // A process that the command left running may hold the pipe open forever.
    await reader.cancel().catch(() => {});
  }
}

/** Why the shell could not be started, and what to do if it is not part of the system. */
export function startFailure(program: string, error: unknown, isWindows: boolean): string {
  return isWindows && error instanceof Deno.errors.NotFound
    ? `"${program}" is not on the PATH: install Git for Windows, and put its directory usr\\bin on the PATH`
    : `"${program}" could not be started`;
}

async function readBounded(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.length;
    if (size > CONFIG_LIMITS.commandBytes) return undefined;
    text += decoder.decode(value, { stream: true });
  }
}

function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // It has already ended.
  }
  child.unref();
}
