import type { Credential } from "./principals.ts";
import type { Result } from "./wire.ts";

/** The `Credentials` element that every session comes in. */
export function credentialsResult(credential: Credential): Result {
  return {
    AccessKeyId: credential.accessKeyId,
    SecretAccessKey: credential.secretAccessKey,
    SessionToken: credential.sessionToken,
    Expiration: credential.expiresAt === undefined ? undefined : new Date(credential.expiresAt),
  };
}
