import { type RequestInput, UnwritableOutput } from "../../domain/helper/protocol.ts";
import type { InputLimits, ProtocolStreams } from "../../ports/process.ts";

/** The standard streams of this process. Without `node:` modules, because they are used on a cache hit. */
export class ProcessStreams implements ProtocolStreams {
  async read({ maxBytes, startMs, endMs }: InputLimits): Promise<RequestInput> {
    let timeout = after(startMs);
    const chunks: Uint8Array[] = [];
    let length = 0;
    try {
      while (length <= maxBytes) {
        const buffer = new Uint8Array(maxBytes + 1 - length);
        const count = await Promise.race([Deno.stdin.read(buffer), timeout]);
        if (count === "timeout") return { kind: "timeout" };
        if (count === null) return { kind: "bytes", bytes: concatenated(chunks, length) };
        if (length === 0) timeout = after(endMs);
        chunks.push(buffer.subarray(0, count));
        length += count;
      }
    } catch (error) {
      // Such as a directory, or a terminal of a job in the background.
      return { kind: "failed", state: error instanceof Error ? error.message : "it cannot be read" };
    }
    return { kind: "too-large" };
  }

  out(text: string): void {
    writeOut(text);
  }

  outWords(text: string): void {
    writeOut(Deno.stdout.isTerminal() ? wrapped(text, Deno.consoleSize().columns) : text);
  }

  err(text: string): void {
    writeErr(Deno.stderr.isTerminal() ? wrapped(text, Deno.consoleSize().columns) : text);
  }
}

/** The narrowest terminal that lines are wrapped for. */
const MIN_COLUMNS = 40;

/**
 * Wraps lines between words, with continuation lines indented. Words are separated by blanks. A command counts as one, since it is meant to
 * be copied: between backquotes, or from `atmos-ecr` to a comma. Each character counts as one column, since the helper's messages are ASCII
 * except for names.
 */
export function wrapped(text: string, columns: number): string {
  if (columns < MIN_COLUMNS) return text;
  return text.split("\n").map((line) => {
    if (line.length <= columns) return line;
    const lines: string[] = [];
    let current = "";
    for (const [word] of line.matchAll(/[^ `]*`[^`]*`[^ ]*|atmos-ecr [^`,]*,|[^ ]+/g)) {
      if (current !== "" && current.length + 1 + word.length > columns) {
        lines.push(current);
        current = `  ${word}`;
      } else current = current === "" ? word : `${current} ${word}`;
    }
    return [...lines, current].join("\n");
  }).join("\n");
}

/**
 * A timer without `setTimeout`, whose first use loads Node's timers and takes ten times as long as reading. Waiting for a cell that nothing
 * writes to is the fastest, but older versions of Deno do not wake up.
 */
function after(milliseconds: number): Promise<"timeout"> {
  const [major = 0, minor = 0] = Deno.version.deno.split(".").map(Number);
  if (major > 2 || (major === 2 && minor >= 9)) {
    const { value } = Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
    return Promise.resolve(value).then(() => "timeout");
  }
  const signal = AbortSignal.timeout(milliseconds);
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve("timeout"), { once: true }));
}

function concatenated(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/** A standard stream of Deno. */
type Stream = Pick<typeof Deno.stdout, "writeSync">;

/**
 * Writes everything to standard output before it returns, so that nothing is lost when the program exits. A closed reader is not an error.
 *
 * @throws {UnwritableOutput} for any other failure, such as a full disk.
 */
export function writeOut(text: string): void {
  try {
    writeAll(Deno.stdout, text);
  } catch (error) {
    throw new UnwritableOutput(error instanceof Error ? error.message : "it fails", error);
  }
}

/** As {@linkcode writeOut}, for standard error; failures are ignored, since they cannot be reported. */
export function writeErr(text: string): void {
  try {
    writeAll(Deno.stderr, text);
  } catch {
    // The exit code must do.
  }
}

function writeAll(stream: Stream, text: string): void {
  let rest: Uint8Array = new TextEncoder().encode(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(stream.writeSync(rest));
    } catch (error) {
      if (error instanceof Deno.errors.WouldBlock) continue;
      if (error instanceof Deno.errors.BrokenPipe) return;
      throw error;
    }
  }
}
