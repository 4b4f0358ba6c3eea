import { SdkAmbientCredentials } from "../adapters/aws/ambient/sdk_ambient_credentials.ts";
import { HttpSignIn } from "../adapters/aws/calls/http_sign_in.ts";
import { preloadSdk, SdkEcrTokens } from "../adapters/aws/calls/sdk_ecr_tokens.ts";
import { SdkSecurityTokenService } from "../adapters/aws/calls/sdk_security_token_service.ts";
import { SdkSsoOidc } from "../adapters/aws/calls/sdk_sso_oidc.ts";
import { SdkSsoPortal } from "../adapters/aws/calls/sdk_sso_portal.ts";
import { LoopbackCallbacks } from "../adapters/browser/loopback_callbacks.ts";
import { SystemBrowser } from "../adapters/browser/system_browser.ts";
import { ActionsIdTokens } from "../adapters/github/actions_id_tokens.ts";
import { Network } from "../adapters/http/network.ts";
import { seedTls } from "../adapters/http/tls_seed.ts";
import { Keyrings } from "../adapters/keyring/keyrings.ts";
import { DevtoolsBrowser } from "../adapters/saml/devtools_browser.ts";
import { SamlResponseFiles } from "../adapters/saml/saml_response_files.ts";
import { SaxesAssertions } from "../adapters/saml/saxes_assertions.ts";
import { silenceConsole } from "../adapters/system/silent_console.ts";
import { sleep } from "../adapters/system/sleep.ts";
import { variables } from "../adapters/system/variables.ts";
import { TokenIssuer } from "../app/credential/token_issuer.ts";
import { Authenticator, type ChainAuthenticator } from "../app/identities/authenticator.ts";
import type { LoginOptions } from "../app/identities/contract/identity_step.ts";
import type { SsoPorts } from "../app/identities/identity_center/sso_ports.ts";
import { createIdentitySteps } from "../app/identities/identity_steps.ts";
import { MfaCodes } from "../app/identities/mfa_codes.ts";
import { browserDirectory } from "../domain/files/app_directories.ts";
import type { AmbientCredentials, EcrTokens } from "../ports/aws.ts";
import type { Commands } from "../ports/process.ts";
import { NO_NOTES, type Prompter } from "../ports/terminal.ts";
import type { Clock } from "../ports/time.ts";
import { sessionStores, type StoreOptions, userKeyStores } from "./session_stores.ts";

/** The parameters of an issuer. */
export interface IssuerOptions extends StoreOptions {
  readonly clock: Clock;
  readonly prompter: Prompter;
  readonly login: LoginOptions;
  readonly commands: Commands;
  /** Whether the kubelet is the caller: hints then refer to a node. */
  readonly kubelet?: boolean | undefined;
  /** The connections of this process; new ones if absent. */
  readonly network?: Network | undefined;
  /** Whether this runs inside another program, whose console must not be silenced. */
  readonly embedded?: boolean | undefined;
  /** Replacements for the AWS adapters. */
  readonly replaced?: {
    readonly ambient?: AmbientCredentials | undefined;
    readonly tokens?: EcrTokens | undefined;
    readonly authenticator?: ChainAuthenticator | undefined;
  };
}

/** The token issuer of this process, for the command line and the credential helper. Loads the AWS SDK. */
export async function createTokenIssuer(settings: IssuerOptions): Promise<TokenIssuer> {
  if (settings.embedded !== true) {
    silenceConsole();
    // Whoever has a network has done this. In another program's tests, it could be an operation that has not ended.
    if (settings.network === undefined) seedTls(settings.environment);
  }
  await preloadSdk();
  const { replaced = {} } = settings;
  const options = { ...settings, network: settings.network ?? new Network(settings.environment) };
  const { environment, clock, login, notes = NO_NOTES } = options;
  const ambient = replaced.ambient ?? new SdkAmbientCredentials(options);
  const sts = new SdkSecurityTokenService(options);
  const { sessions, signInLogins } = sessionStores(options);
  const { stores: keys } = userKeyStores(options);
  const codes = new MfaCodes({ ...options, options: login });
  const steps = createIdentitySteps({
    ...options,
    codes,
    notes,
    options: login,
    ambient,
    sso: ssoPorts(options),
    sts,
    webIdentity: new ActionsIdTokens(environment),
    saml: {
      browser: new DevtoolsBrowser({ environment, variables, profiles: browserDirectory(environment) }),
      assertions: new SaxesAssertions(),
      files: new SamlResponseFiles(environment),
    },
    signIn: { service: new HttpSignIn(options), logins: signInLogins },
    storedKeys: [keys.profile, keys.keyring],
  });
  const authenticator = replaced.authenticator ?? new Authenticator(steps, { sessions, clock, callers: sts });
  return new TokenIssuer(authenticator, ambient, replaced.tokens ?? new SdkEcrTokens(options), codes);
}

/** The dependencies of an IAM Identity Center login. */
export function ssoPorts(
  options: Pick<IssuerOptions, "environment" | "clock" | "notes" | "network" | "signal">,
): SsoPorts {
  const { ssoSessions, provisioned } = sessionStores(options);
  return {
    oidc: new SdkSsoOidc(options),
    portal: new SdkSsoPortal(options),
    sessions: ssoSessions,
    keyring: new Keyrings(options),
    provisioned,
    browser: new SystemBrowser(options.environment),
    callbacks: new LoopbackCallbacks(),
    sleep,
    notes: options.notes ?? NO_NOTES,
  };
}
