import type { Secret } from "../domain/secret.ts";
import type { CallOptions } from "./ecr_tokens.ts";

/** Signed tokens that say which job of GitHub Actions this is. */
export interface WebIdentityTokens {
  /**
   * Requests a token.
   *
   * @param audience Whom the token is for.
   * @throws {AwsError} `AWS_CREDENTIALS_MISSING` where no token is given: outside of GitHub Actions, and in a job that may not have one;
   * `AWS_ENDPOINT_REFUSED`, `AWS_UNREACHABLE`, `AWS_RESPONSE_INVALID`.
   */
  request(audience: string, options: CallOptions): Promise<Secret>;
}
