import type { AwsCredentials } from "../../domain/identity/credentials.ts";
import type { AmbientCredentials, CallOptions, EcrTokens } from "../../ports/aws.ts";
import type { CredentialStores, DockerConfigStore } from "../../ports/docker.ts";
import type { Environment } from "../../ports/process.ts";
import type { Clock } from "../../ports/time.ts";

/** Provides the AWS credentials of identities. */
export interface IdentityCredentials {
  /** The credentials of an identity. @param identity The name, as written in the configuration. */
  credentials(identity: string, options: CallOptions): Promise<AwsCredentials>;
}

/** Replacements for this machine's adapters. Without them, its variables, its files and AWS are used. */
export interface ClientPorts {
  /** Variables, working directory and operating system. Without a home directory, nothing is stored and no pin is found. */
  readonly environment?: Environment;
  /** The current time. */
  readonly clock?: Clock;
  /**
   * The text of an `atmos.yaml`, instead of all configuration files. It counts as a file in the working directory; it cannot import,
   * include, run or fetch anything.
   */
  readonly configuration?: string;
  /** Turns AWS credentials into tokens: `GetAuthorizationToken`. */
  readonly tokens?: EcrTokens;
  /** The credentials of the environment and of AWS profiles. */
  readonly credentials?: AmbientCredentials;
  /** The credentials of identities, which are otherwise resolved through their chains. */
  readonly identities?: IdentityCredentials;
  /** Docker's `config.json`. */
  readonly docker?: DockerConfigStore;
  /** The programs of `credsStore`. */
  readonly stores?: CredentialStores;
}
