import type { DockerLogins } from "../app/docker_logins.ts";
import type { TokenIssuer } from "../app/token_issuer.ts";
import type { Clock } from "../ports/clock.ts";
import type { Configurations } from "../ports/configurations.ts";
import type { Console } from "../ports/console.ts";
import type { Deadlines } from "../ports/deadlines.ts";
import type { Environment } from "../ports/environment.ts";
import type { Prompter } from "../ports/prompter.ts";

/** What the commands work with. The factories are called by the commands that need them, so that `--help` builds nothing. */
export interface CliContext {
  readonly console: Console;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  readonly prompter: Prompter;
  readonly version: string;
  configurations(): Configurations;
  /** @throws {EnvironmentError} `HOME_NOT_FOUND`. */
  docker(): DockerLogins;
  issuer(): Promise<TokenIssuer>;
  /** Makes a directory the working directory. @throws {UsageError} `USAGE` when it is none. */
  changeDirectory(path: string): void;
}
