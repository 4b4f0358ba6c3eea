/**
 * The program: decides by its name and arguments what to be, and imports no more than that needs.
 *
 * @module
 */
import { programName } from "./adapters/system/program_name.ts";
import { ProcessStreams } from "./adapters/system/protocol_streams.ts";
import { runHelper } from "./helper_main.ts";
import { faceOf } from "./domain/helper/faces.ts";
import { VERSION } from "./version.ts";

/** Runs the program and ends the process with its exit code. */
export async function runProgram(args: readonly string[] = Deno.args): Promise<never> {
  // Docker waits for the helper: its name is looked up only where the arguments do not tell already.
  const early = faceOf("", args);
  const face = early.kind === "cli" || early.kind === "version" ? faceOf(await programName(), args) : early;
  if (face.kind === "version") {
    new ProcessStreams().out(`atmos-ecr ${VERSION}\n`);
    Deno.exit(0);
  }
  if (face.kind === "cli") {
    const { runCommandLine } = await loadCommandLine();
    Deno.exit(await runCommandLine(args));
  }
  Deno.exit(await runHelper(face));
}

/** Behind a condition, which keeps Deno from reading the command line's modules before it runs the helper. Bundlers see through it. */
function loadCommandLine(): Promise<typeof import("./cli_main.ts")> {
  return import(Deno.build.standalone ? "./cli_main.ts" : "./cli_main.ts");
}

if (import.meta.main) await runProgram();
