import type { AwsCredentials } from "../domain/identity/credentials.ts";
import type { Registry } from "../domain/registry/registry.ts";
import type { EcrToken } from "../domain/token/ecr_token.ts";

/** Options of every call that leaves the machine. */
export interface CallOptions {
  /** Ends the call. */
  readonly signal: AbortSignal;
}

/** Source of ECR authorization tokens. Never a cache. */
export interface EcrTokens {
  /**
   * Requests a token for the region, partition and endpoint variant (FIPS, dual-stack) of a registry. It serves every registry
   * there that the credentials may use.
   *
   * @throws {AwsError} Every `AWS_*` code.
   */
  request(registry: Registry, credentials: AwsCredentials, options: CallOptions): Promise<EcrToken>;
}
