import type { CommandResult } from "../../../ports/process.ts";
import { CONFIG_LIMITS } from "../../../domain/config/config_limits.ts";

/** Runs a command line in a directory. */
export type Shell = (command: string, cwd: string) => Promise<CommandResult>;

/**
 * The system's POSIX shell: `/bin/sh -c`, on Windows the `sh` on the PATH (Git for Windows has one). The command gets the whole environment
 * and no standard input; its standard error is shown. Atmos interprets a subset of Bash itself instead.
 */
export function createShell(timeoutMs: number = CONFIG_LIMITS.commandMs): Shell {
  return (command, cwd) => run(command, { cwd, timeoutMs });
}

async function run(
  command: string,
  { cwd, timeoutMs }: { readonly cwd: string; readonly timeoutMs: number },
): Promise<CommandResult> {
  const program = Deno.build.os === "windows" ? "sh" : "/bin/sh";
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command(program, {
      args: ["-c", command],
      cwd,
      stdin: "null",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
  } catch (error) {
    return { kind: "failed", state: startFailure(program, error, Deno.build.os === "windows") };
  }
  const reader = child.stdout.getReader();
  const { promise: late, resolve } = Promise.withResolvers<"late">();
  const timer = setTimeout(() => resolve("late"), timeoutMs);
  try {
    const stdout = await Promise.race([readBounded(reader), late]);
    if (stdout === "late") return stop(child, `it took longer than ${timeoutMs / 1000} s`);
    if (stdout === undefined) return stop(child, "it printed more than 1 MiB");
    const status = await Promise.race([child.status, late]);
    if (status === "late") return stop(child, `it took longer than ${timeoutMs / 1000} s`);
    return { kind: "ended", code: status.code, stdout };
  } finally {
    clearTimeout(timer);
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

function stop(child: Deno.ChildProcess, state: string): CommandResult {
  try {
    child.kill("SIGKILL");
  } catch {
    // It has already ended.
  }
  child.unref();
  return { kind: "failed", state };
}
