/** How a session stands. */
export type SessionState = "valid" | "expiring" | "expired";

/**
 * A session with less left than this is renewed when it is used next, in milliseconds.
 *
 * Reference: `pkg/auth/manager.go` of Atmos
 */
const EXPIRING_MS = 15 * 60_000;

/** How a session stands that ends at a time. */
export function sessionState(expiresAt: Date, now: Date): SessionState {
  const left = expiresAt.getTime() - now.getTime();
  return left <= 0 ? "expired" : left <= EXPIRING_MS ? "expiring" : "valid";
}
