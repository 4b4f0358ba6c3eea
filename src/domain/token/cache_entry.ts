import type { EcrToken } from "./ecr_token.ts";

/** A token with the time of its issue. */
export interface CachedToken extends EcrToken {
  /** By this machine's clock. */
  readonly issuedAt: Date;
}

/** How an attempt to get a token ended, left for the processes that were waiting for it. */
export interface SharedFailure {
  readonly at: Date;
  /** The code of the error. */
  readonly code: string;
  /** Safe to show, as every message of an {@linkcode AtmosEcrError}. */
  readonly message: string;
  readonly hint?: string;
}

/** What the cache holds under a key. */
export interface CacheEntry {
  /** The host that the token was requested for. */
  readonly host: string;
  /** Who it is for, as it is shown. */
  readonly principal: string;
  readonly token?: CachedToken;
  readonly failure?: SharedFailure;
}

/** Milliseconds that a token must still live to be handed out when no new one can be had. */
export const MIN_LEFT_MS = 60_000;

/** Milliseconds that a token may seem to be from the future, because a clock was set, and still count in an outage. */
const MAX_CLOCK_JUMP_MS = 5 * 60_000;

/** Whether a token is good without asking for a new one: for half of its life, counted from its issue. */
export function isFresh({ issuedAt, expiresAt }: CachedToken, now: Date): boolean {
  const ageMs = now.getTime() - issuedAt.getTime();
  const lifeMs = expiresAt.getTime() - issuedAt.getTime();
  // Issued in the future: the clock was set back, and nobody knows how old it is.
  return ageMs >= 0 && ageMs < lifeMs / 2;
}

/** Whether a token may be handed out while AWS cannot be asked. */
export function isUsable({ issuedAt, expiresAt }: CachedToken, now: Date): boolean {
  return expiresAt.getTime() - now.getTime() > MIN_LEFT_MS &&
    issuedAt.getTime() - now.getTime() <= MAX_CLOCK_JUMP_MS;
}
