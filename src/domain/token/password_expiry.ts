import { Secret } from "../secret.ts";
import { TOKEN_LIFE_MS } from "./ecr_token.ts";

/** Far above the two thousand characters of a real password. */
const MAX_LENGTH = 16_384;

/**
 * The expiry of an ECR password, as far as it contains one. It is the base64 of a JSON object whose `expiration` is in seconds since 1970;
 * the rest is encrypted. AWS does not document this and may change it: the expiry of another form is unknown.
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

/** The tolerated clock difference, in milliseconds. */
const MAX_SKEW_MS = 5 * 60_000;

/**
 * Whether a password's expiry is plausible. It is by AWS' clock: an expiry later than AWS allows shows that this machine's clock is behind,
 * so the password may already have expired.
 */
export function isCredibleExpiry(expiry: Date, now: Date): boolean {
  return expiry.getTime() - now.getTime() <= TOKEN_LIFE_MS + MAX_SKEW_MS;
}
