import type { FillPorts } from "../app/fill_cache.ts";
import type { DockerLogins } from "../app/docker_logins.ts";
import type { TrustPorts } from "../app/trust_files.ts";
import type { LoginOptions } from "../app/identities/login_options.ts";
import type { TokenIssuer } from "../app/token_issuer.ts";
import type { Clock } from "../ports/clock.ts";
import type { Configurations } from "../ports/configurations.ts";
import type { Console } from "../ports/console.ts";
import type { Deadlines } from "../ports/deadlines.ts";
import type { Environment } from "../ports/environment.ts";
import type { Notes } from "../ports/notes.ts";
import type { Progress } from "../ports/progress.ts";
import type { Prompter } from "../ports/prompter.ts";
import type { AuthSide } from "./auth_side.ts";
import type { HelperSide } from "./helper_side.ts";

/** What the commands work with. The factories are called by the commands that need them, so that `--help` builds nothing. */
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
  /** @throws {EnvironmentError} `HOME_NOT_FOUND`. */
  docker(): DockerLogins;
  /** Where the credential helper keeps what it answers with. */
  helperCache(): FillPorts;
  /** What the credential helper goes by. */
  helperSide(): HelperSide;
  /**
   * What the `auth` commands work with.
   *
   * @param notes Who is told of sessions that cannot be kept.
   */
  authSide(notes: Notes): AuthSide;
  /**
   * The issuer of this process: the first call makes it, and how to log in is said there.
   *
   * @param notes Who is told what happens on the side, such as sessions that cannot be kept.
   */
  issuer(login?: LoginOptions, notes?: Notes): Promise<TokenIssuer>;
  /** Makes a directory the working directory. @throws {UsageError} `USAGE` when it is none. */
  changeDirectory(path: string): void;
}
