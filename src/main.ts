/**
 * The program: decides by its arguments what to be, and imports no more than that needs.
 *
 * @module
 */

/** Runs the program and ends the process with its exit code. */
export async function runProgram(args: readonly string[] = Deno.args): Promise<never> {
  const { runCommandLine } = await import("./cli_main.ts");
  Deno.exit(await runCommandLine(args));
}

if (import.meta.main) await runProgram();
