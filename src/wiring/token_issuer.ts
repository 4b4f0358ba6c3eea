/**
 * Gets tokens for identities, for the command line and the credential helper.
 *
 * @module
 */
import { FilePrincipalFacts } from "../adapters/aws/ambient/file_principal_facts.ts";
import { ProfileKeyStore } from "../adapters/aws/ambient/profile_key_store.ts";
import { SdkAmbientCredentials } from "../adapters/aws/ambient/sdk_ambient_credentials.ts";
import { HttpSignIn } from "../adapters/aws/calls/http_sign_in.ts";
import { preloadSdk, SdkEcrTokens } from "../adapters/aws/calls/sdk_ecr_tokens.ts";
import { SdkSecurityTokenService } from "../adapters/aws/calls/sdk_security_token_service.ts";
import { SdkSsoOidc } from "../adapters/aws/calls/sdk_sso_oidc.ts";
import { SdkSsoPortal } from "../adapters/aws/calls/sdk_sso_portal.ts";
import { awsFilePaths } from "../adapters/aws/shared_files/read_aws_files.ts";
import { LoopbackCallbacks } from "../adapters/browser/loopback_callbacks.ts";
import { SystemBrowser } from "../adapters/browser/system_browser.ts";
import { ActionsIdTokens } from "../adapters/github/actions_id_tokens.ts";
import { Network } from "../adapters/http/network.ts";
import { Keyrings, KeyringUserKeys } from "../adapters/keyring/keyrings.ts";
import { DevtoolsBrowser } from "../adapters/saml/devtools_browser.ts";
import { SamlResponseFiles } from "../adapters/saml/saml_response_files.ts";
import { SaxesAssertions } from "../adapters/saml/saxes_assertions.ts";
import { AllSessionFiles } from "../adapters/sessions/all_session_files.ts";
import { ProvisionedIdentityFiles } from "../adapters/sessions/provisioned_identity_files.ts";
import { SessionIniFiles } from "../adapters/sessions/session_ini_files.ts";
import { SignInLoginFiles } from "../adapters/sessions/sign_in_login_files.ts";
import { SsoSessionFiles } from "../adapters/sessions/sso_session_files.ts";
import { silenceConsole } from "../adapters/system/silent_console.ts";
import { sleep } from "../adapters/system/sleep.ts";
import { variables } from "../adapters/system/variable_names.ts";
import { TokenIssuer } from "../app/credential/token_issuer.ts";
import { Authenticator, type ChainAuthenticator } from "../app/identities/authenticator.ts";
import type { LoginOptions } from "../app/identities/contract/identity_step.ts";
import type { SsoPorts } from "../app/identities/identity_center/sso_ports.ts";
import { createIdentitySteps } from "../app/identities/identity_steps.ts";
import { MfaCodes } from "../app/identities/mfa_codes.ts";
import type { SamlPorts } from "../app/identities/saml/saml_step.ts";
import { definedSessions } from "../app/identities/session_keeper.ts";
import {
  browserDirectory,
  provisionedDirectory,
  sessionDirectory,
  signInDirectory,
  ssoSessionDirectory,
} from "../domain/files/app_directories.ts";
import type { AmbientCredentials, EcrTokens } from "../ports/aws.ts";
import type { SignInLogins } from "../ports/browser.ts";
import type { Commands, Environment } from "../ports/process.ts";
import type {
  AllSessions,
  IdentitySessions,
  Keyring,
  ProvisionedIdentities,
  StoredUserKeys,
  UserKeyStore,
} from "../ports/sessions.ts";
import type { SsoSessions } from "../ports/sso.ts";
import { NO_NOTES, type Notes, type Prompter } from "../ports/terminal.ts";
import type { Clock } from "../ports/time.ts";

/** The parameters of an issuer. */
export interface IssuerOptions {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly prompter: Prompter;
  readonly login: LoginOptions;
  readonly commands: Commands;
  /** Receives notes; dropped if absent. */
  readonly notes?: Notes | undefined;
  /** Aborts waiting for locks and for programs. */
  readonly signal?: AbortSignal | undefined;
  /** Whether the kubelet is the caller: hints then refer to a node. */
  readonly kubelet?: boolean | undefined;
  /** The connections of this process; new ones if absent. */
  readonly network?: Network | undefined;
  /** Whether this runs inside another program, whose console must not be silenced. */
  readonly embedded?: boolean | undefined;
  /** Replacements for the AWS adapters. */
  readonly replaced?: ReplacedAws | undefined;
}

/** Replaceable AWS adapters. */
export interface ReplacedAws {
  readonly ambient?: AmbientCredentials | undefined;
  readonly tokens?: EcrTokens | undefined;
  readonly authenticator?: ChainAuthenticator | undefined;
}

/** The store of sessions. */
export function identitySessions(
  { environment, notes = NO_NOTES, signal }: Pick<IssuerOptions, "environment" | "notes" | "signal">,
): IdentitySessions {
  const files = new SessionIniFiles(sessionDirectory(environment), { notes, signal });
  return definedSessions(files, { environment, facts: new FilePrincipalFacts(environment) });
}

/** The store of IAM Identity Center logins. */
export function ssoSessions(
  { environment, notes = NO_NOTES }: Pick<IssuerOptions, "environment" | "notes">,
): SsoSessions {
  return new SsoSessionFiles(ssoSessionDirectory(environment), { notes });
}

/** The store of identities found by logins. */
export function provisionedIdentities(
  { environment }: Pick<IssuerOptions, "environment">,
): ProvisionedIdentities {
  return new ProvisionedIdentityFiles(provisionedDirectory(environment));
}

/** The store of AWS sign-ins. */
export function signInLogins(
  { environment, notes = NO_NOTES }: Pick<IssuerOptions, "environment" | "notes">,
): SignInLogins {
  return new SignInLoginFiles(signInDirectory(environment), { notes });
}

/** The sessions and logins of all realms. */
export function allSessions({ environment }: Pick<IssuerOptions, "environment">): AllSessions {
  return new AllSessionFiles({
    sessions: sessionDirectory(environment),
    sso: ssoSessionDirectory(environment),
    signIn: signInDirectory(environment),
    provisioned: provisionedDirectory(environment),
  });
}

/** The token issuer of this process. Loads the AWS SDK. */
export async function createTokenIssuer(settings: IssuerOptions): Promise<TokenIssuer> {
  if (settings.embedded !== true) silenceConsole();
  await preloadSdk();
  const { replaced = {} } = settings;
  const options = { ...settings, network: settings.network ?? new Network(settings.environment) };
  const { environment, clock, login, notes = NO_NOTES } = options;
  const ambient = replaced.ambient ?? new SdkAmbientCredentials(options);
  const sts = new SdkSecurityTokenService(options);
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
    saml: samlPorts(environment),
    signIn: {
      service: new HttpSignIn(options),
      logins: signInLogins(options),
    },
    storedKeys: storedKeys(options),
  });
  const authenticator = replaced.authenticator ??
    new Authenticator(steps, { sessions: identitySessions(options), clock, callers: sts });
  return new TokenIssuer(authenticator, ambient, replaced.tokens ?? new SdkEcrTokens(options), codes);
}

function samlPorts(environment: Environment): SamlPorts {
  return {
    browser: new DevtoolsBrowser({ environment, variables, profiles: browserDirectory(environment) }),
    assertions: new SaxesAssertions(),
    files: new SamlResponseFiles(environment),
  };
}

/** The dependencies of an IAM Identity Center login. */
export function ssoPorts(
  options: Pick<IssuerOptions, "environment" | "clock" | "notes" | "network" | "signal">,
): SsoPorts {
  return {
    oidc: new SdkSsoOidc(options),
    portal: new SdkSsoPortal(options),
    sessions: ssoSessions(options),
    keyring: new Keyrings(options),
    provisioned: provisionedIdentities(options),
    browser: new SystemBrowser(options.environment),
    callbacks: new LoopbackCallbacks(),
    sleep,
    notes: options.notes ?? NO_NOTES,
  };
}

/** Where keys of users without keys in the configuration may be stored. */
function storedKeys(options: IssuerOptions): readonly StoredUserKeys[] {
  const { stores } = userKeyStores(options);
  return [stores.profile, stores.keyring];
}

/** The keyring, and the other stores of users' keys. */
export function userKeyStores(
  options: Pick<IssuerOptions, "environment" | "prompter" | "signal">,
): { readonly keyring: Keyring; readonly stores: Readonly<Record<"keyring" | "profile", UserKeyStore>> } {
  const { environment } = options;
  const { credentialsFile } = awsFilePaths(environment);
  const keyring = new Keyrings(options);
  const stores = { keyring: new KeyringUserKeys(keyring), profile: new ProfileKeyStore(credentialsFile) };
  return { keyring, stores };
}
