/**
 * Creates the dependencies of the `auth` commands. For `cli_context.ts`.
 *
 * @module
 */

import { dirname, resolve } from "node:path";
import { SdkAmbientCredentials } from "../adapters/aws/ambient/sdk_ambient_credentials.ts";
import { preloadSdk } from "../adapters/aws/calls/sdk_ecr_tokens.ts";
import { SdkSecurityTokenService } from "../adapters/aws/calls/sdk_security_token_service.ts";
import { SdkSsoPortal } from "../adapters/aws/calls/sdk_sso_portal.ts";
import { readFiles } from "../adapters/aws/shared_files/read_aws_files.ts";
import { ConfigDraftFiles } from "../adapters/config/files/config_draft_files.ts";
import { createShell } from "../adapters/config/functions/shell.ts";
import { Network } from "../adapters/http/network.ts";
import { ChildPrograms } from "../adapters/system/child_programs.ts";
import type { Interruption } from "../adapters/system/interruption.ts";
import { OutputTextFiles } from "../adapters/system/output_text_files.ts";
import { secretLine } from "../adapters/system/secret_line.ts";
import { silenceConsole } from "../adapters/system/silent_console.ts";
import { variables } from "../adapters/system/variable_names.ts";
import type { TokenIssuer } from "../app/credential/token_issuer.ts";
import { DEFAULT_LOGIN_OPTIONS, type LoginOptions } from "../app/identities/contract/identity_step.ts";
import { SsoLogin } from "../app/identities/identity_center/sso_login.ts";
import type { InitAws, InitPorts } from "../app/init/init_ports.ts";
import type { AuthDependencies } from "../cli/command/context.ts";
import type { Configurations } from "../ports/config.ts";
import type { Environment } from "../ports/process.ts";
import { NON_INTERACTIVE_PROMPTER, type Notes, type Prompter } from "../ports/terminal.ts";
import type { Clock, Deadlines } from "../ports/time.ts";
import {
  allSessions,
  createTokenIssuer,
  identitySessions,
  type IssuerOptions,
  provisionedIdentities,
  signInLogins,
  ssoPorts,
  ssoSessions,
  userKeyStores,
} from "./token_issuer.ts";

/** What the `auth` commands are given by the process. */
export interface AuthDependenciesOptions {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly prompter: Prompter;
  readonly interruption: Interruption;
  readonly notes: Notes;
}

/** The dependencies of the `auth` commands. */
export function processAuthDependencies(options: AuthDependenciesOptions): AuthDependencies {
  const { interruption, environment, notes } = options;
  return {
    sessions: identitySessions({ environment, notes, signal: interruption.signal }),
    ssoSessions: ssoSessions({ environment, notes }),
    provisioned: provisionedIdentities({ environment }),
    signInLogins: signInLogins({ environment, notes }),
    allSessions: allSessions({ environment }),
    ssoPortal: new SdkSsoPortal(options),
    programs: new ChildPrograms(interruption),
    outputs: new OutputTextFiles(),
    userKeys: () => userKeyStores({ environment, prompter: options.prompter, signal: interruption.signal }),
    secretLine,
    callers: () => new SdkSecurityTokenService(options),
    variables,
  };
}

/** The token issuer of the command line. It may prompt, unless the login is silent. */
export async function processIssuer(
  { environment, clock, prompter, interruption: { signal }, notes }: AuthDependenciesOptions,
  login: LoginOptions = DEFAULT_LOGIN_OPTIONS,
): Promise<TokenIssuer> {
  const shell = createShell({ signal });
  return await createTokenIssuer({
    environment,
    clock,
    prompter: login.silent === true ? NON_INTERACTIVE_PROMPTER : prompter,
    login,
    notes,
    commands: (command, origin) =>
      shell(
        command,
        origin.kind === "file" ? dirname(resolve(environment.cwd, origin.file)) : environment.cwd,
      ),
    signal,
  });
}

/** The dependencies of `init` in this process. */
export function processInit(
  options: Omit<IssuerOptions, "commands" | "network" | "kubelet">,
  { configurations, deadlines }: { readonly configurations: Configurations; readonly deadlines: Deadlines },
): InitPorts {
  const { environment, prompter } = options;
  return {
    configurations,
    deadlines,
    environment,
    prompter,
    drafts: new ConfigDraftFiles(environment),
    awsFiles: () => readFiles(environment),
    aws: () => processAws(options),
  };
}

async function processAws(options: Parameters<typeof processInit>[0]): Promise<InitAws> {
  silenceConsole();
  await preloadSdk();
  const connected = { ...options, network: new Network(options.environment) };
  const sso = ssoPorts(connected);
  return {
    login: new SsoLogin({ ...sso, clock: options.clock, prompter: options.prompter, options: options.login }),
    portal: sso.portal,
    ambient: new SdkAmbientCredentials(connected),
    callers: new SdkSecurityTokenService(connected),
  };
}
