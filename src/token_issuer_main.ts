/**
 * The way from an identity to a token with its adapters, for the command line and the credential helper alike.
 *
 * @module
 */
import { preloadSdk } from "./adapters/aws/preload.ts";
import { SdkAmbientCredentials } from "./adapters/aws/sdk_ambient_credentials.ts";
import { SdkEcrTokens } from "./adapters/aws/sdk_ecr_tokens.ts";
import { SdkSecurityTokenService } from "./adapters/aws/sdk_security_token_service.ts";
import { silenceConsole } from "./adapters/system/silent_console.ts";
import { Authenticator } from "./app/identities/authenticator.ts";
import { createIdentitySteps } from "./app/identities/identity_steps.ts";
import type { LoginOptions } from "./app/identities/login_options.ts";
import { TokenIssuer } from "./app/token_issuer.ts";
import type { Clock } from "./ports/clock.ts";
import type { Environment } from "./ports/environment.ts";
import type { Prompter } from "./ports/prompter.ts";

/** What an issuer is built from. */
export interface IssuerOptions {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly prompter: Prompter;
  readonly login: LoginOptions;
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
  return new TokenIssuer(new Authenticator(steps), ambient, new SdkEcrTokens(options));
}
