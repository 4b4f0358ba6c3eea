/**
 * The program: selects the run mode by its name and arguments, and loads only what that needs.
 *
 * @module
 */
import { programName } from "./adapters/system/process_environment.ts";
import { ProcessStreams } from "./adapters/fs/standard_streams.ts";
import { runHelper } from "./wiring/helper_hit.ts";
import { type RunMode, selectRunMode } from "./domain/helper/protocol.ts";
import { catchStrayFailures, lastResort } from "./wiring/last_resort.ts";
import { VERSION } from "./version.ts";

/** Runs the program, and ends the process with its exit code. */
export async function runProgram(args: readonly string[] = Deno.args): Promise<never> {
  let mode: RunMode = selectRunMode("", args);
  try {
    // Docker waits for the helper: the program's name is only looked up if the arguments do not decide.
    if (mode.kind === "cli" || mode.kind === "version") mode = selectRunMode(await programName(), args);
    Deno.exit(await run(mode, args));
  } catch (error) {
    Deno.exit(lastResort(error, mode.kind, args));
  }
}

async function run(mode: RunMode, args: readonly string[]): Promise<number> {
  switch (mode.kind) {
    case "version":
      new ProcessStreams().out(`atmos-ecr ${VERSION}\n`);
      return 0;
    case "cli":
      catchStrayFailures(mode.kind, args);
      return await (await loadCommandLine()).runCommandLine(args);
    default:
      return await runHelper(mode);
  }
}

/** Conditional, so that Deno does not load the command line before it runs the helper. Bundlers resolve it. */
function loadCommandLine(): Promise<typeof import("./wiring/cli.ts")> {
  return import(Deno.build.standalone ? "./wiring/cli.ts" : "./wiring/cli.ts");
}

if (import.meta.main) await runProgram();
