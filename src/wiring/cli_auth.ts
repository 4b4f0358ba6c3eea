/**
 * What the `auth` commands work with, with its adapters. For `cli_context.ts`.
 *
 * @module
 */
import { SdkSecurityTokenService } from "../adapters/aws/calls/sdk_security_token_service.ts";
import { SdkSsoPortal } from "../adapters/aws/calls/sdk_sso_portal.ts";
import { secretLine } from "../adapters/system/secret_line.ts";
import { ChildPrograms } from "../adapters/system/child_programs.ts";
import type { Interruption } from "../adapters/system/interruption.ts";
import { OutputTextFiles } from "../adapters/system/output_text_files.ts";
import { variables } from "../adapters/system/variable_names.ts";
import type { AuthSide } from "../cli/command/auth_side.ts";
import type { Clock } from "../ports/time.ts";
import type { Environment } from "../ports/process.ts";
import type { Notes, Prompter } from "../ports/terminal.ts";
import { identitySessions, provisionedIdentities, ssoSessions, userKeyStores } from "./token_issuer.ts";

/** What the `auth` commands are given by the process. */
export interface AuthSideOptions {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly prompter: Prompter;
  readonly interruption: Interruption;
  readonly notes: Notes;
}

/** What the `auth` commands work with in this process. */
export function processAuthSide(options: AuthSideOptions): AuthSide {
  const { interruption, environment, notes } = options;
  return {
    sessions: identitySessions({ environment, notes, signal: interruption.signal }),
    ssoSessions: ssoSessions({ environment, notes }),
    provisioned: provisionedIdentities({ environment }),
    ssoPortal: new SdkSsoPortal(options),
    programs: new ChildPrograms(interruption),
    outputs: new OutputTextFiles(),
    userKeys: () => userKeyStores(options),
    secretLine,
    callers: () => new SdkSecurityTokenService(options),
    variables,
  };
}
