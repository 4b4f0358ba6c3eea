import type { AwsCredentials } from "../../domain/identity/credentials.ts";
import type { AmbientCredentials, CallOptions, EcrTokens } from "../../ports/aws.ts";
import type { CredentialStores, DockerConfigStore } from "../../ports/docker.ts";
import type { Environment } from "../../ports/process.ts";
import type { Clock } from "../../ports/time.ts";

/** Gives the AWS credentials of identities. */
export interface IdentityCredentials {
  /** The credentials of an identity. @param identity The name, as written in the configuration. */
  credentials(identity: string, options: CallOptions): Promise<AwsCredentials>;
}

/**
 * What a client can be given in place of this machine. What is left out is the machine's own: its variables and files, and AWS.
 */
export interface ClientPorts {
  /** Variables, working directory and operating system. Without a home directory nothing is kept and no pin is found. */
  readonly environment?: Environment;
  /** Now. */
  readonly clock?: Clock;
  /**
   * The text of an `atmos.yaml`, in place of all configuration files. It stands in the working directory; it can neither import nor
   * include anything, and runs and fetches nothing.
   */
  readonly configuration?: string;
  /** Turns AWS credentials into tokens: `GetAuthorizationToken`. */
  readonly tokens?: EcrTokens;
  /** The credentials of the environment, and of profiles of the AWS files. */
  readonly credentials?: AmbientCredentials;
  /** The credentials of identities, in place of walking their chains. */
  readonly identities?: IdentityCredentials;
  /** Docker's `config.json`. */
  readonly docker?: DockerConfigStore;
  /** The programs that Docker keeps credentials with (`credsStore`). */
  readonly stores?: CredentialStores;
}
