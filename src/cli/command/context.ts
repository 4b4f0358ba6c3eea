import type { TrustPorts } from "../../app/config/trust_files.ts";
import type { FillPorts } from "../../app/credential/fill_cache.ts";
import type { TokenIssuer } from "../../app/credential/token_issuer.ts";
import type { LoginOptions } from "../../app/identities/contract/identity_step.ts";
import type { InitPorts } from "../../app/init/init_ports.ts";
import type { DockerLogins } from "../../app/login/docker_logins.ts";
import type { NameKind } from "../../app/targets/complete_names.ts";
import type { AwsFiles } from "../../domain/aws_files/aws_files.ts";
import type { KnownName } from "../../domain/completion/known_names.ts";
import type { Configurations } from "../../ports/config.ts";
import type { Environment } from "../../ports/process.ts";
import type { NameReader } from "../../ports/state.ts";
import type { Console, Notes, Progress, Prompter } from "../../ports/terminal.ts";
import type { Clock, Deadlines } from "../../ports/time.ts";
import type { AuthDependencies, HelperDependencies } from "./dependencies.ts";

/** The context of commands. Its factories load what they create, so that a command only waits for what it needs. */
export interface CliContext {
  readonly console: Console;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  readonly prompter: Prompter;
  readonly progress: Progress;
  readonly version: string;
  configurations(): Configurations;
  trust(): TrustPorts;
  /** Docker's logins, as a factory that throws EnvironmentError `HOME_NOT_FOUND`. */
  docker(): Promise<() => DockerLogins>;
  helperCache(): Promise<FillPorts>;
  /** The dependencies of the credential helper. @param dockerConfig Docker's directory, as typed; default the environment's. */
  helperDependencies(dockerConfig?: string): Promise<HelperDependencies>;
  /** The dependencies of the `auth` commands. @param notes Receives notes, such as sessions that cannot be stored. */
  authDependencies(notes: Notes): Promise<AuthDependencies>;
  /** The token issuer of this process, created by the first call, whose login options apply. */
  issuer(login?: LoginOptions, notes?: Notes): Promise<TokenIssuer>;
  init(login: LoginOptions, notes: Notes): Promise<Omit<InitPorts, "configSelection">>;
  /** Changes the working directory. @throws {UsageError} `USAGE` if it is not a directory. */
  changeDirectory(path: string): void;
}

/** The dependencies of completing AWS profiles, for which no configuration is read. */
export type ProfileCompletionContext = Pick<CliContext, "environment" | "changeDirectory"> & {
  awsFiles(): Promise<AwsFiles>;
};

/** The dependencies of name completion. */
export interface CompletionContext extends Pick<CliContext, "environment" | "changeDirectory"> {
  /** Names that an earlier process found. */
  readonly known: NameReader;
  /** What names are found with where none are known, loaded for that alone. */
  openNames(): Promise<NameContext>;
}

/** What names are found with. */
export interface NameContext {
  /** Configurations that trust nothing, regardless of the user's records and the environment: reading them runs and fetches nothing. */
  untrusting(): Configurations;
  helperDependencies(): Promise<Pick<HelperDependencies, "docker" | "pins">>;
  /** Lets the next process know names, as far as it can tell whether they are still the same. */
  keep(question: string, kind: NameKind, names: readonly KnownName[]): Promise<void>;
}
