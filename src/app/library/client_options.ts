import { UsageError } from "../../domain/errors/errors.ts";
import type { ConfigSelection } from "../../ports/config.ts";

/** What every call takes. Nothing of it is needed: the defaults are those of the command line. */
export interface ClientOptions {
  /** The identity to use, in place of the one that the configuration links to the registry. */
  readonly identity?: string;
  /** A profile of the AWS files to use, whatever the configuration says. Excludes `identity`. */
  readonly awsProfile?: string;
  /** Configuration files to read instead of looking for an `atmos.yaml`, merged in order. */
  readonly config?: string | readonly string[];
  /** Profiles of the configuration to merge over it, in order. */
  readonly profile?: string | readonly string[];
  /** The working directory, in which an `atmos.yaml` is looked for. @default {that of the process} */
  readonly cwd?: string;
  /** The directory of Docker's `config.json`. @default {`DOCKER_CONFIG`, else `~/.docker`} */
  readonly dockerConfig?: string;
  /** Ends the call; its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** What a login takes besides. */
export interface LoginOptions extends ClientOptions {
  /** Every ECR integration of the configuration. Excludes targets. */
  readonly all?: boolean;
}

/** Where the configuration is, by the options. */
export function selectionOf({ config = [], profile = [] }: ClientOptions): ConfigSelection {
  return {
    configFiles: typeof config === "string" ? [config] : config,
    configDirectories: [],
    profiles: typeof profile === "string" ? [profile] : profile,
  };
}

/** Fails for options that exclude each other. @throws {UsageError} `USAGE`. */
export function checkOptions({ identity, awsProfile }: ClientOptions): void {
  if (identity === undefined || awsProfile === undefined) return;
  throw new UsageError("Cannot combine an identity with an AWS profile", { hint: "Use only one of them" });
}
