/**
 * The way from an identity to a token with its adapters, for the command line and the credential helper alike.
 *
 * @module
 */
import { preloadSdk } from "./adapters/aws/preload.ts";
import { SdkAmbientCredentials } from "./adapters/aws/sdk_ambient_credentials.ts";
import { SdkEcrTokens } from "./adapters/aws/sdk_ecr_tokens.ts";
import { SdkSecurityTokenService } from "./adapters/aws/sdk_security_token_service.ts";
import { SessionIniFiles } from "./adapters/sessions/session_ini_files.ts";
import { silenceConsole } from "./adapters/system/silent_console.ts";
import { Authenticator } from "./app/identities/authenticator.ts";
import { createIdentitySteps } from "./app/identities/identity_steps.ts";
import type { LoginOptions } from "./app/identities/login_options.ts";
import { TokenIssuer } from "./app/token_issuer.ts";
import { sessionDirectory } from "./domain/files/app_directories.ts";
import type { Clock } from "./ports/clock.ts";
import type { Environment } from "./ports/environment.ts";
import type { IdentitySessions } from "./ports/identity_sessions.ts";
import { NO_NOTES, type Notes } from "./ports/notes.ts";
import type { Prompter } from "./ports/prompter.ts";

/** What an issuer is built from. */
export interface IssuerOptions {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly prompter: Prompter;
  readonly login: LoginOptions;
  /** Who is told what happens on the side; nobody when absent. */
  readonly notes?: Notes | undefined;
  /** Ends the waiting for locks. */
  readonly signal?: AbortSignal | undefined;
}

/** Where the sessions of identities are kept. */
export function identitySessions(
  { environment, notes = NO_NOTES, signal }: Pick<IssuerOptions, "environment" | "notes" | "signal">,
): IdentitySessions {
  const variable = (name: string): string | undefined => environment.get(name);
  return new SessionIniFiles(sessionDirectory({ variable, os: environment.os }), { notes, signal });
}

/** The issuer of this process. The AWS SDK is loaded when it is here. */
export async function createTokenIssuer(options: IssuerOptions): Promise<TokenIssuer> {
  silenceConsole();
  await preloadSdk();
  const ambient = new SdkAmbientCredentials(options);
  const sts = new SdkSecurityTokenService(options);
  const steps = createIdentitySteps({
    sts,
    ambient,
    clock: options.clock,
    prompter: options.prompter,
    options: options.login,
  });
  const authenticator = new Authenticator(steps, {
    sessions: identitySessions(options),
    clock: options.clock,
  });
  return new TokenIssuer(authenticator, ambient, new SdkEcrTokens(options));
}
