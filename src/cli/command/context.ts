import type { FillPorts } from "../../app/credential/fill_cache.ts";
import type { DockerLogins } from "../../app/login/docker_logins.ts";
import type { TrustPorts } from "../../app/config/trust_files.ts";
import type { InitPorts } from "../../app/init/init_ports.ts";
import type { LoginOptions } from "../../app/identities/contract/login_options.ts";
import type { TokenIssuer } from "../../app/credential/token_issuer.ts";
import type { Clock, Deadlines } from "../../ports/time.ts";
import type { Configurations } from "../../ports/config.ts";
import type { Console, Notes, Progress, Prompter } from "../../ports/terminal.ts";
import type { Environment } from "../../ports/process.ts";
import type { AuthDependencies } from "./auth_dependencies.ts";
import type { HelperDependencies } from "./helper_dependencies.ts";

/** What the commands work with. The factories load what they make: a command waits for what it needs. */
export interface CliContext {
  readonly console: Console;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  readonly prompter: Prompter;
  readonly progress: Progress;
  readonly version: string;
  configurations(): Configurations;
  /** Configurations that trust nothing, whatever the user and the environment say: looking into them runs and fetches nothing. */
  untrusting(): Configurations;
  /** What `trust` and `untrust` work with. */
  trust(): TrustPorts;
  /** The logins of Docker: a factory, which throws EnvironmentError `HOME_NOT_FOUND`. */
  docker(): Promise<() => DockerLogins>;
  /** Where the credential helper keeps what it answers with. */
  helperCache(): Promise<FillPorts>;
  /**
   * What the credential helper goes by.
   *
   * @param dockerConfig Docker's directory, as typed; the environment's when absent.
   */
  helperDependencies(dockerConfig?: string): Promise<HelperDependencies>;
  /**
   * What the `auth` commands work with.
   *
   * @param notes Who is told of sessions that cannot be kept.
   */
  authDependencies(notes: Notes): Promise<AuthDependencies>;
  /**
   * The issuer of this process: the first call makes it, and how to log in is said there.
   *
   * @param notes Who is told what happens on the side, such as sessions that cannot be kept.
   */
  issuer(login?: LoginOptions, notes?: Notes): Promise<TokenIssuer>;
  /** What a first configuration is made with. @param notes As for {@linkcode CliContext.issuer}. */
  init(login: LoginOptions, notes: Notes): Promise<InitPorts>;
  /** Makes a directory the working directory. @throws {UsageError} `USAGE` when it is none. */
  changeDirectory(path: string): void;
}

/** What names are completed with. */
export type CompletionContext = Pick<CliContext, "environment" | "changeDirectory" | "untrusting"> & {
  helperDependencies(): Promise<Pick<HelperDependencies, "docker" | "pins">>;
};
