/** The state of a session. */
export type SessionState = "valid" | "expiring" | "expired";

/**
 * A session with less time left is renewed on the next use, in milliseconds.
 *
 * Reference: `pkg/auth/manager.go` of Atmos
 */
const EXPIRING_MS = 15 * 60_000;

/** The state of a session by its expiry. */
export function sessionState(expiresAt: Date, now: Date): SessionState {
  const left = expiresAt.getTime() - now.getTime();
  return left <= 0 ? "expired" : left <= EXPIRING_MS ? "expiring" : "valid";
}
