import { REDACTED } from "../../domain/secret.ts";
import { escapeText } from "../../domain/text/escape.ts";
import { programPath } from "./program_path.ts";

/** What to run, and for how long. */
export interface ProgramRun {
  /** A path, or a name that is searched in the absolute directories of the `PATH`. */
  readonly program: string;
  readonly args: readonly string[];
  /** Whether Windows passes on the arguments as they are, without quotes. */
  readonly rawArguments?: boolean;
  /** Written to its standard input, which is then closed; without it, there is none. */
  readonly input?: string;
  /** Variables in addition to those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds until it is killed. */
  readonly timeoutMs?: number;
  /** Kills it as well. */
  readonly signal?: AbortSignal | undefined;
}

/** The result of a program. Output beyond 64 KiB is dropped. */
export type ProgramResult =
  | { readonly kind: "exit"; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: "killed" };

const MAX_OUTPUT_BYTES = 64 * 1024;

/**
 * Runs a program without a shell, writes its input and collects its output. Ends in time even if a grandchild keeps the pipes open.
 *
 * @throws {Deno.errors.NotFound} If the program does not exist. Other system errors are passed on as well.
 */
export async function runProgram(
  { program, args, rawArguments = false, input, env = {}, timeoutMs, signal }: ProgramRun,
): Promise<ProgramResult> {
  const child = new Deno.Command(program, {
    args: [...args],
    windowsRawArguments: rawArguments,
    env: { ...env, ...programPath(env["PATH"] ?? Deno.env.get("PATH")) },
    stdin: input === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stop = new AbortController();
  let ended: Deno.CommandStatus | undefined;
  const kill = (): void => {
    if (ended === undefined) child.kill("SIGKILL");
    stop.abort();
  };
  const timer = timeoutMs === undefined ? undefined : setTimeout(kill, timeoutMs);
  signal?.addEventListener("abort", kill, { once: true });
  if (signal?.aborted) kill();
  try {
    const [stdout, stderr, status] = await Promise.all([
      collect(child.stdout, stop.signal),
      collect(child.stderr, stop.signal),
      child.status.then((status) => ended = status),
      input === undefined ? undefined : feed(child.stdin, input, stop.signal),
    ]);
    const killed = stop.signal.aborted && status.signal === "SIGKILL";
    return killed ? { kind: "killed" } : { kind: "exit", code: status.code, stdout, stderr };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", kill);
  }
}

async function feed(stdin: WritableStream<Uint8Array>, input: string, stop: AbortSignal): Promise<void> {
  const writer = stdin.getWriter();
  stop.addEventListener("abort", () => void writer.abort().catch(() => undefined), { once: true });
  try {
    await writer.write(new TextEncoder().encode(input));
    await writer.close();
  } catch {
    // It ended without reading its input: its exit code is sufficient.
  }
}

async function collect(stream: ReadableStream<Uint8Array>, stop: AbortSignal): Promise<string> {
  const reader = stream.getReader();
  stop.addEventListener("abort", () => void reader.cancel().catch(() => undefined), { once: true });
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  while (true) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    if (size < MAX_OUTPUT_BYTES) {
      text += decoder.decode(value.subarray(0, MAX_OUTPUT_BYTES - size), { stream: true });
    }
    size += value.length;
  }
}

const MAX_LENGTH = 300;

/**
 * Prepares another program's output for an error message: on one line, without the secrets that it was given (in any form it may have seen
 * them), without terminal control characters, at most 300 characters.
 */
export function describeOutput(output: string, secrets: readonly string[]): string {
  let text = output;
  for (const secret of secrets) {
    for (
      const form of [secret, JSON.stringify(secret).slice(1, -1), new TextEncoder().encode(secret).toBase64()]
    ) {
      if (form !== "") text = text.replaceAll(form, REDACTED);
    }
  }
  const line = escapeText(text.trim().replaceAll(/[\t\r\n]+/g, " "));
  const characters = Array.from(line);
  return characters.length <= MAX_LENGTH ? line : `${characters.slice(0, MAX_LENGTH).join("")}…`;
}
