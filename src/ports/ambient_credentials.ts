import type { AwsCredentials } from "../domain/identity/credentials.ts";
import type { CallOptions } from "./ecr_tokens.ts";

/** The credentials that the environment of the process offers: variables, shared files, web identity, container, instance. */
export interface AmbientCredentials {
  /** @throws {AwsError} `AWS_CREDENTIALS_MISSING`, or what the source behind them answered. */
  resolve(options: CallOptions): Promise<AwsCredentials>;
}
