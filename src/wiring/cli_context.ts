/**
 * What commands work with, with its adapters. For `cli.ts`.
 *
 * @module
 */
import { dirname, resolve } from "node:path";
import { AtmosYamlFiles } from "../adapters/config/atmos_yaml_files.ts";
import { ConfigTextFiles } from "../adapters/config/files/config_text_files.ts";
import { createShell } from "../adapters/config/functions/shell.ts";
import { CredentialStorePrograms } from "../adapters/docker/credential_store_program.ts";
import { dockerConfigDirectory } from "../adapters/docker/docker_config_directory.ts";
import { DockerConfigFile } from "../adapters/docker/docker_config_file.ts";
import { removeLiveTempFilesSync } from "../adapters/fs/live_temp_files.ts";
import { dockerEnvironment } from "../adapters/system/docker_environment.ts";
import { Interruption } from "../adapters/system/interruption.ts";
import { systemDeadlines } from "../adapters/system/system_deadlines.ts";
import { untrustingEnvironment } from "../adapters/system/untrusting_environment.ts";
import { changeDirectory } from "../adapters/system/working_directory.ts";
import { ClackPrompter } from "../adapters/terminal/clack_prompter.ts";
import { LiveLines } from "../adapters/terminal/live_lines.ts";
import type { Screen } from "../adapters/terminal/process_console.ts";
import { TrustFile } from "../adapters/trust/trust_file.ts";
import { DockerLogins } from "../app/login/docker_logins.ts";
import { USUAL_LOGIN } from "../app/identities/contract/login_options.ts";
import { NOBODY } from "../app/identities/nobody.ts";
import type { TokenIssuer } from "../app/credential/token_issuer.ts";
import type { CliContext } from "../cli/command/context.ts";
import { processAuthSide } from "./cli_auth.ts";
import { processInit } from "./cli_init.ts";
import { loginClocks, processHelperCache, processHelperSide } from "./cli_docker.ts";
import { trustPath } from "../domain/files/app_directories.ts";
import type { Configurations } from "../ports/config.ts";
import type { Console } from "../ports/terminal.ts";
import type { Environment } from "../ports/process.ts";
import { createTokenIssuer } from "./token_issuer.ts";
import { VERSION } from "../version.ts";

/** What the command line has from this process before a command is known. */
export interface Surroundings {
  readonly environment: Environment;
  readonly console: Console;
  /** What else is on the screen. The console takes it away before it writes. */
  readonly screen: Screen;
}

/** What commands work with in this process. */
export function openContext({ environment, console, screen }: Surroundings): CliContext {
  const clock = (): Date => new Date();
  const progress = new LiveLines(environment);
  screen.live = progress;
  const interruption = new Interruption(() => {
    removeLiveTempFilesSync();
    progress.erase();
  });
  const { signal } = interruption;
  const trust = new TrustFile(trustPath(environment), {
    signal,
  });
  const prompter = new ClackPrompter(environment, progress);
  const shell = createShell();
  let issuer: Promise<TokenIssuer> | undefined;
  const untrusting = (): Configurations => new AtmosYamlFiles(untrustingEnvironment(environment));
  return {
    console,
    prompter,
    progress,
    deadlines: systemDeadlines(signal),
    environment,
    clock,
    version: VERSION,
    configurations: () => new AtmosYamlFiles(environment, { trust }),
    untrusting,
    // Whoever decides about a file must not run it.
    trust: () => ({
      configurations: untrusting(),
      texts: new ConfigTextFiles(environment),
      records: trust,
    }),
    docker: () =>
      new DockerLogins(
        new DockerConfigFile(dockerConfigDirectory(environment), { signal }),
        new CredentialStorePrograms({ signal }),
        loginClocks(environment, clock),
      ),
    helperCache: () => processHelperCache(environment, clock),
    authSide: (notes) => processAuthSide({ environment, clock, prompter, interruption, notes }),
    helperSide: (dockerConfig) => processHelperSide(dockerEnvironment(environment, dockerConfig), signal),
    issuer: (login = USUAL_LOGIN, notes) =>
      issuer ??= createTokenIssuer({
        environment,
        clock,
        prompter: login.silent === true ? NOBODY : prompter,
        login,
        notes,
        commands: (command, origin) =>
          shell(
            command,
            origin.kind === "file" ? dirname(resolve(environment.cwd, origin.file)) : environment.cwd,
          ),
        signal,
      }),
    init: (login, notes) =>
      processInit({ environment, clock, prompter, login, notes, signal }, {
        configurations: new AtmosYamlFiles(environment, { trust }),
        deadlines: systemDeadlines(signal),
      }),
    changeDirectory,
  };
}
