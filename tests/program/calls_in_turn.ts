/**
 * Runs the program from source once for each of the command lines that its argument holds as JSON, in one process: for what they load
 * together. Writes {@linkcode MARK} to both streams after each.
 *
 * @module
 */
import { runProgram } from "../../src/main.ts";

/** What ends the output of a call. */
export const MARK = "\u001eEND OF A CALL\n";

if (import.meta.main) {
  const end = Deno.exit;
  const lines: readonly (readonly string[])[] = JSON.parse(Deno.args[0] ?? "");
  for (const args of lines) {
    const { promise, resolve } = Promise.withResolvers<void>();
    // What follows an exit is not reached in the program: it is the last thing that it does.
    Deno.exit = (() => resolve()) as typeof Deno.exit;
    runProgram(args).catch(end);
    await promise;
    for (const stream of [Deno.stdout, Deno.stderr]) stream.writeSync(new TextEncoder().encode(MARK));
  }
  end(0);
}
