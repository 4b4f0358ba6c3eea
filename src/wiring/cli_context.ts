import { AtmosYamlFiles } from "../adapters/config/atmos_yaml_files.ts";
import { ConfigTextFiles } from "../adapters/config/files/config_text_files.ts";
import { removeLiveTempFilesSync } from "../adapters/fs/temp_files.ts";
import {
  colourlessEnvironment,
  dockerEnvironment,
  untrustingEnvironment,
} from "../adapters/system/changed_environment.ts";
import { Interruption } from "../adapters/system/interruption.ts";
import { systemDeadlines } from "../adapters/system/system_deadlines.ts";
import { changeDirectory } from "../adapters/system/working_directory.ts";
import { ClackPrompter } from "../adapters/terminal/clack_prompter.ts";
import { LiveLines } from "../adapters/terminal/live_lines.ts";
import type { Screen } from "../adapters/terminal/process_console.ts";
import { TrustFile } from "../adapters/trust/trust_file.ts";
import type { TokenIssuer } from "../app/credential/token_issuer.ts";
import type { CliContext } from "../cli/command/context.ts";
import { wrapToTerminal, wrapWords } from "../cli/output/words.ts";
import { trustPath } from "../domain/files/app_directories.ts";
import type { Configurations } from "../ports/config.ts";
import type { Environment } from "../ports/process.ts";
import { type Console, NO_NOTES } from "../ports/terminal.ts";
import { VERSION } from "../version.ts";

/**
 * The dependencies of commands in this process.
 *
 * @param screen Other content than the console's, which removes it before it writes.
 * @param color False for `--no-color`.
 */
export function openContext(
  environment: Environment,
  console: Console,
  screen: Screen,
  color: boolean,
): CliContext {
  const clock = (): Date => new Date();
  const look = color ? environment : colourlessEnvironment(environment);
  const progress = new LiveLines(look);
  screen.live = progress;
  const interruption = new Interruption(() => {
    removeLiveTempFilesSync();
    progress.erase();
  });
  const { signal } = interruption;
  const trust = new TrustFile(trustPath(environment), { signal });
  const prompter = new ClackPrompter(
    look,
    progress,
    { lines: (text) => wrapToTerminal(text, console.columnsErr), words: wrapWords },
    signal,
  );
  const configurations = (): Configurations => new AtmosYamlFiles(environment, { trust, signal });
  const deadlines = systemDeadlines(signal);
  const process = { environment, clock, prompter, interruption, signal };
  let issuer: Promise<TokenIssuer> | undefined;
  return {
    console,
    prompter,
    progress,
    deadlines,
    environment,
    clock,
    version: VERSION,
    configurations,
    trust: () => ({
      // A command that decides whether to trust a file must not run what is in it.
      configurations: new AtmosYamlFiles(untrustingEnvironment(environment), { signal }),
      texts: new ConfigTextFiles(environment),
      records: trust,
    }),
    docker: async () => (await loadDocker()).processDocker(environment, clock, signal),
    helperCache: async () => (await loadDocker()).processHelperCache(environment, clock, signal),
    helperDependencies: async (dockerConfig) =>
      (await loadDocker()).processHelperSide(dockerEnvironment(environment, dockerConfig), signal),
    authDependencies: async (notes) => (await loadAuth()).processAuthDependencies({ ...process, notes }),
    issuer: (login, notes = NO_NOTES) =>
      issuer ??= loadAuth().then((auth) => auth.processIssuer({ ...process, notes }, login)),
    init: async (login, notes) =>
      (await loadInit()).processInit({ ...process, login, notes }, {
        configurations: configurations(),
        deadlines,
      }),
    changeDirectory,
  };
}

// Conditional, so that Deno does not load them in advance. See `src/main.ts`.
const loadDocker = (): Promise<typeof import("./cli_docker.ts")> =>
  import(Deno.build.standalone ? "./cli_docker.ts" : "./cli_docker.ts");
const loadAuth = (): Promise<typeof import("./cli_auth.ts")> =>
  import(Deno.build.standalone ? "./cli_auth.ts" : "./cli_auth.ts");
const loadInit = (): Promise<typeof import("./cli_init.ts")> =>
  import(Deno.build.standalone ? "./cli_init.ts" : "./cli_init.ts");
