import type { Secret } from "../secret.ts";
import { TOKEN_LIFE_MS } from "./ecr_token.ts";

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

/** How far clocks may be apart before it matters, in milliseconds. */
const MAX_SKEW_MS = 5 * 60_000;

/**
 * Whether a password may end then. It says so by AWS' clock: an end later than AWS gives one shows that this machine's clock is behind,
 * and the password may have ended already.
 */
export function isCredibleExpiry(expiry: Date, now: Date): boolean {
  return expiry.getTime() - now.getTime() <= TOKEN_LIFE_MS + MAX_SKEW_MS;
}
