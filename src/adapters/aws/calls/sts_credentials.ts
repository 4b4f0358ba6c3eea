import type { Credentials } from "@aws-sdk/client-sts";
import type { AwsCredentials } from "../../../domain/identity/credentials.ts";
import { Secret } from "../../../domain/secret.ts";
import { type CallWords, invalidResponse } from "../errors/error_mapping.ts";
import { type CallTrace, inOwnTime } from "../transport/transport.ts";
import { textOf } from "./answer_fields.ts";

/**
 * Parses the credentials in a response of STS. All four fields are required.
 * Reference: https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html
 *
 * @throws {AwsError} `AWS_RESPONSE_INVALID` if one is missing, or the expiry is not in the future.
 */
export function readStsCredentials(
  answered: Credentials | undefined,
  { call, now, trace }: { readonly call: CallWords; readonly now: Date; readonly trace: CallTrace },
): AwsCredentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answered ?? {};
  const accessKeyId = textOf(AccessKeyId);
  const secretAccessKey = textOf(SecretAccessKey);
  const sessionToken = textOf(SessionToken);
  if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined) {
    throw invalidResponse(call, "the STS response is invalid: its credentials are incomplete");
  }
  if (Expiration === undefined || Number.isNaN(Expiration.getTime())) {
    throw invalidResponse(call, "the STS response is invalid: it has no expiry time");
  }
  const expiresAt = inOwnTime(Expiration, { now, trace });
  if (expiresAt.getTime() <= now.getTime()) {
    throw invalidResponse(call, "the STS response is invalid: its credentials have already expired");
  }
  return {
    accessKeyId,
    secretAccessKey: new Secret(secretAccessKey),
    sessionToken: new Secret(sessionToken),
    expiresAt,
  };
}
