import type { IdentityPin } from "../domain/helper/registry_pin.ts";
import type { AuthorizationCallbacks, SignInLogins } from "./browser.ts";
import type { CallerIdentities, PrincipalFacts, SecurityTokenService } from "./aws.ts";
import type { ConfigSelection, Configurations } from "./config.ts";
import type { AuthFiles, DockerConfigStore, HelperLinks, HelperPrograms, HelperTrials } from "./docker.ts";
import type { Environment, PathFacts } from "./process.ts";
import type { AllSessions, IdentitySessions, Keyring, ProvisionedIdentities } from "./sessions.ts";
import type { SsoPortal, SsoSessions } from "./sso.ts";
import type {
  FormerPins,
  LoginClocks,
  RegistryPins,
  ResolvedReader,
  TokenCache,
  TokenReader,
} from "./state.ts";
import type { Notes, OutputFiles, Prompter } from "./terminal.ts";
import type { Clock, Deadlines, ServerClock } from "./time.ts";

/**
 * Everything that use cases need from outside, each under one name. A use case declares by `Pick` what it needs; the wiring provides it.
 */
export interface AppContext {
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  readonly serverClock: ServerClock;

  readonly environment: Environment;
  /** All variables of this process. */
  variables(): Readonly<Record<string, string>>;
  variableNames(): readonly string[];
  readonly paths: PathFacts;

  readonly prompter: Prompter;
  /** Receives warnings and remarks. */
  readonly notes: Notes;
  readonly outputs: OutputFiles;

  readonly configurations: Configurations;
  /** Where the command line says that the configuration is. */
  readonly configSelection: ConfigSelection;
  /** The configuration of a pin, read as the helper does. */
  pinned(pin: IdentityPin): Configurations;

  /** Docker's config.json. @throws {EnvironmentError} `HOME_NOT_FOUND`. */
  docker(): DockerConfigStore;
  readonly authFiles: AuthFiles;
  readonly programs: HelperPrograms;
  readonly links: HelperLinks;
  readonly trials: HelperTrials;

  readonly pins: RegistryPins;
  /** The pins of earlier versions. */
  readonly former: FormerPins;
  readonly facts: PrincipalFacts;
  readonly resolved: ResolvedReader;
  readonly cache: TokenCache;
  /** The tokens of the cache, read-only. */
  readonly tokens: TokenReader;
  readonly loginClocks: LoginClocks;

  readonly sessions: IdentitySessions;
  readonly allSessions: AllSessions;
  readonly ssoSessions: SsoSessions;
  readonly ssoPortal: SsoPortal;
  readonly signInLogins: SignInLogins;
  readonly provisioned: ProvisionedIdentities;
  readonly keyring: Keyring;
  readonly callbacks: AuthorizationCallbacks;

  readonly sts: SecurityTokenService;
  readonly callers: CallerIdentities;
}
