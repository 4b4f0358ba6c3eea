import type { Credential } from "./principals.ts";
import type { Call } from "./service.ts";
import { AwsFailure, type Result } from "./wire.ts";

/** MFA is not modelled yet: every device is one that nobody registered. @throws {AwsFailure} When one is named. */
export function refuseMfa(call: Call): void {
  if (call.input["SerialNumber"] === undefined && call.input["TokenCode"] === undefined) return;
  throw new AwsFailure(
    "denied",
    "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and " +
      "associated with this user.",
  );
}

/** The `Credentials` element that every session comes in. */
export function credentialsResult(credential: Credential): Result {
  return {
    AccessKeyId: credential.accessKeyId,
    SecretAccessKey: credential.secretAccessKey,
    SessionToken: credential.sessionToken,
    Expiration: credential.expiresAt === undefined ? undefined : new Date(credential.expiresAt),
  };
}
