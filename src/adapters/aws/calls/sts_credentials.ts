import { AwsError } from "../../../domain/errors/errors.ts";
import type { AwsCredentials } from "../../../domain/identity/credentials.ts";
import { Secret } from "../../../domain/secret.ts";
import { type CallWords, opening } from "../errors/error_mapping.ts";
import { type CallTrace, inOwnTime } from "../transport/transport.ts";

/** Credentials as STS returns them. */
export interface StsCredentials {
  readonly AccessKeyId?: string | undefined;
  readonly SecretAccessKey?: string | undefined;
  readonly SessionToken?: string | undefined;
  readonly Expiration?: Date | undefined;
}

/**
 * Parses the credentials in a response of STS. All four fields are required.
 *
 * Reference: https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html
 *
 * @throws {AwsError} `AWS_RESPONSE_INVALID` if one is missing, or the expiry is not in the future.
 */
export function readStsCredentials(
  answered: StsCredentials | undefined,
  { call, now, trace }: { readonly call: CallWords; readonly now: Date; readonly trace: CallTrace },
): AwsCredentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answered ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken) {
    throw invalid(call, "its credentials are incomplete");
  }
  if (Expiration === undefined || Number.isNaN(Expiration.getTime())) {
    throw invalid(call, "it has no expiry time");
  }
  const expiresAt = inOwnTime(Expiration, { now, trace });
  if (expiresAt.getTime() <= now.getTime()) throw invalid(call, "its credentials have already expired");
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: new Secret(SecretAccessKey),
    sessionToken: new Secret(SessionToken),
    expiresAt,
  };
}

function invalid(call: CallWords, state: string): AwsError {
  return new AwsError(
    "AWS_RESPONSE_INVALID",
    `${opening(call)}: the STS response is invalid: ${state}`,
    {
      hint: "Check AWS_ENDPOINT_URL and proxies, then try again",
    },
  );
}
