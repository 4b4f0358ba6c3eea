import type { Secret } from "../secret.ts";

/** Far beyond the two thousand characters of a real password. */
const MAX_LENGTH = 16_384;

/**
 * When a password of ECR ends, as far as it tells. It is the base64 of a JSON object whose `expiration` is in seconds since 1970; the
 * rest of it is encrypted. AWS documents none of this and may change it: a text of another form ends at an unknown time.
 */
export function passwordExpiry(password: Secret): Date | undefined {
  const text = password.expose();
  if (text.length > MAX_LENGTH) return undefined;
  try {
    const { expiration } = JSON.parse(atob(text));
    if (!Number.isSafeInteger(expiration) || expiration <= 0) return undefined;
    const expiry = new Date(expiration * 1000);
    return Number.isNaN(expiry.getTime()) ? undefined : expiry;
  } catch {
    return undefined;
  }
}
