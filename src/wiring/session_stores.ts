import { FilePrincipalFacts } from "../adapters/aws/ambient/file_principal_facts.ts";
import { ProfileKeyStore } from "../adapters/aws/ambient/profile_key_store.ts";
import { awsFilePaths } from "../adapters/aws/shared_files/read_aws_files.ts";
import { KeyringUserKeys } from "../adapters/keyring/keyring_user_keys.ts";
import { Keyrings } from "../adapters/keyring/keyrings.ts";
import { AllSessionFiles } from "../adapters/sessions/all_session_files.ts";
import { ProvisionedIdentityFiles } from "../adapters/sessions/provisioned_identity_files.ts";
import { SessionIniFiles } from "../adapters/sessions/session_ini_files.ts";
import { SignInLoginFiles } from "../adapters/sessions/sign_in_login_files.ts";
import { SsoSessionFiles } from "../adapters/sessions/sso_session_files.ts";
import { definedSessions } from "../app/identities/defined_sessions.ts";
import {
  provisionedDirectory,
  sessionDirectory,
  signInDirectory,
  ssoSessionDirectory,
} from "../domain/files/app_directories.ts";
import type { AppContext } from "../ports/context.ts";
import type { Environment } from "../ports/process.ts";
import type { Keyring, UserKeyStore } from "../ports/sessions.ts";
import { NO_NOTES, type Notes, type Prompter } from "../ports/terminal.ts";

/** What the stores are given by the process. */
export interface StoreOptions {
  readonly environment: Environment;
  /** Receives notes; dropped if absent. */
  readonly notes?: Notes | undefined;
  /** Aborts waiting for locks and for programs. */
  readonly signal?: AbortSignal | undefined;
}

/** The stores of sessions and logins. */
export function sessionStores(
  { environment, notes = NO_NOTES, signal }: StoreOptions,
): Pick<AppContext, "sessions" | "ssoSessions" | "signInLogins" | "provisioned" | "allSessions"> {
  const directories = {
    sessions: sessionDirectory(environment),
    sso: ssoSessionDirectory(environment),
    signIn: signInDirectory(environment),
    provisioned: provisionedDirectory(environment),
  };
  const files = new SessionIniFiles(directories.sessions, { notes, signal });
  return {
    sessions: definedSessions(files, { environment, facts: new FilePrincipalFacts(environment) }),
    ssoSessions: new SsoSessionFiles(directories.sso, { notes }),
    signInLogins: new SignInLoginFiles(directories.signIn, { notes }),
    provisioned: new ProvisionedIdentityFiles(directories.provisioned),
    allSessions: new AllSessionFiles(directories),
  };
}

/** The keyring, and the other stores of users' keys. */
export function userKeyStores(
  options: StoreOptions & { readonly prompter: Prompter },
): { readonly keyring: Keyring; readonly stores: Readonly<Record<"keyring" | "profile", UserKeyStore>> } {
  const keyring = new Keyrings(options);
  const profile = new ProfileKeyStore(awsFilePaths(options.environment).credentialsFile);
  return { keyring, stores: { keyring: new KeyringUserKeys(keyring), profile } };
}
