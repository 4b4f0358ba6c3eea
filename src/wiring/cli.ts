import { ProcessEnvironment } from "../adapters/system/process_environment.ts";
import { ProcessConsole, type Screen } from "../adapters/terminal/process_console.ts";
import { runCli } from "../cli/program.ts";
import { VERSION } from "../version.ts";

/** Runs the command line, and returns the exit code. Help, usage errors and completion of commands load nothing else. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  const environment = new ProcessEnvironment();
  const screen: Screen = {};
  const console = new ProcessConsole(environment, screen);
  return await runCli(args, {
    console,
    environment,
    version: VERSION,
    open: async (color) => (await loadContext()).openContext(environment, console, screen, color),
    openCompletion: async () => (await loadCompletion()).openCompletion(environment),
    openProfileCompletion: async () => (await loadProfileCompletion()).openProfileCompletion(environment),
  });
}

// Conditional, so that Deno does not load them in advance. See `src/main.ts`.
const loadContext = (): Promise<typeof import("./cli_context.ts")> =>
  import(Deno.build.standalone ? "./cli_context.ts" : "./cli_context.ts");
const loadProfileCompletion = (): Promise<typeof import("./cli_profile_completion.ts")> =>
  import(Deno.build.standalone ? "./cli_profile_completion.ts" : "./cli_profile_completion.ts");
const loadCompletion = (): Promise<typeof import("./cli_completion.ts")> =>
  import(Deno.build.standalone ? "./cli_completion.ts" : "./cli_completion.ts");
