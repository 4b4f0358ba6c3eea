import { SdkSecurityTokenService } from "../adapters/aws/calls/sdk_security_token_service.ts";
import { SdkSsoPortal } from "../adapters/aws/calls/sdk_sso_portal.ts";
import { shellCommands } from "../adapters/config/functions/shell.ts";
import { ChildPrograms } from "../adapters/system/child_programs.ts";
import type { Interruption } from "../adapters/system/interruption.ts";
import { OutputTextFiles } from "../adapters/system/output_text_files.ts";
import { secretLine } from "../adapters/system/secret_line.ts";
import { variables } from "../adapters/system/variables.ts";
import type { TokenIssuer } from "../app/credential/token_issuer.ts";
import { DEFAULT_LOGIN_OPTIONS, type LoginOptions } from "../app/identities/contract/identity_step.ts";
import type { AuthDependencies } from "../cli/command/dependencies.ts";
import type { Environment } from "../ports/process.ts";
import { NON_INTERACTIVE_PROMPTER, type Notes, type Prompter } from "../ports/terminal.ts";
import type { Clock } from "../ports/time.ts";
import { sessionStores, userKeyStores } from "./session_stores.ts";
import { createTokenIssuer } from "./token_issuer.ts";

/** What the process provides. */
export interface AuthDependenciesOptions {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly prompter: Prompter;
  readonly interruption: Interruption;
  readonly notes: Notes;
}

/** The dependencies of the `auth` commands. */
export function processAuthDependencies(options: AuthDependenciesOptions): AuthDependencies {
  const { interruption, interruption: { signal } } = options;
  return {
    ...sessionStores({ ...options, signal }),
    ssoPortal: new SdkSsoPortal(options),
    programs: new ChildPrograms(interruption),
    outputs: new OutputTextFiles(),
    userKeys: () => userKeyStores({ ...options, signal }),
    secretLine,
    callers: () => new SdkSecurityTokenService(options),
    variables,
  };
}

/** The token issuer of the command line. It may prompt, unless the login is silent. */
export async function processIssuer(
  { interruption: { signal }, prompter, ...options }: AuthDependenciesOptions,
  login: LoginOptions = DEFAULT_LOGIN_OPTIONS,
): Promise<TokenIssuer> {
  return await createTokenIssuer({
    ...options,
    prompter: login.silent === true ? NON_INTERACTIVE_PROMPTER : prompter,
    login,
    commands: shellCommands(options.environment, signal),
    signal,
  });
}
