import { UnwritableOutput } from "../../domain/helper/unwritable_output.ts";

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
