import { UsageError } from "../../domain/errors/errors.ts";
import type { ConfigSelection } from "../../ports/config.ts";

/** The options of every call, all optional. The defaults are those of the command line. */
export interface ClientOptions {
  /** The identity to use, instead of the one that the configuration links to the registry. */
  readonly identity?: string;
  /** An AWS profile to use, instead of an identity. Excludes `identity`. */
  readonly awsProfile?: string;
  /** Configuration files to read instead of looking for an `atmos.yaml`, merged in order. */
  readonly config?: string | readonly string[];
  /** Profiles of the configuration to merge over it, in order. */
  readonly profile?: string | readonly string[];
  /** The working directory, where an `atmos.yaml` is searched. @default {that of the process} */
  readonly cwd?: string;
  /** The directory of Docker's `config.json`. @default {`DOCKER_CONFIG`, otherwise `~/.docker`} */
  readonly dockerConfig?: string;
  /** Aborts the call; its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** Additional options of a login. */
export interface LoginOptions extends ClientOptions {
  /** Every ECR integration of the configuration. Excludes targets. */
  readonly all?: boolean;
}

/** Where the options say that the configuration is. */
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
