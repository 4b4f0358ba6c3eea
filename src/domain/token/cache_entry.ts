import type { KnownPrincipal } from "../identity/credentials.ts";
import type { Definition } from "../identity/definition.ts";
import type { EcrToken } from "./ecr_token.ts";

export type { KnownPrincipal };

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
  /** Who it is for, as it is shown: an identity's name, or a word for other credentials. */
  readonly label: string;
  readonly token?: CachedToken;
  /** Who the token was issued to, as far as AWS told. */
  readonly principal?: KnownPrincipal;
  readonly failure?: SharedFailure;
}

/** Milliseconds that a token must still live to be handed out when no new one can be had. */
export const MIN_LEFT_MS = 60_000;

/** Milliseconds that a token may seem to be from the future, because a clock was set, and still count in an outage. */
const MAX_CLOCK_JUMP_MS = 5 * 60_000;

/** Milliseconds that a token is fresh for at most, where its definition cannot tell whether the principal is still the same. */
const OPAQUE_FRESH_MS = 15 * 60_000;

/**
 * Whether a token is good without asking for a new one: for half of its life, counted from its issue.
 *
 * @param definition Of the principal, whose key the token was found under.
 */
export function isFresh(
  { issuedAt, expiresAt }: CachedToken,
  now: Date,
  { opaque }: Pick<Definition, "opaque">,
): boolean {
  const ageMs = now.getTime() - issuedAt.getTime();
  const halfMs = (expiresAt.getTime() - issuedAt.getTime()) / 2;
  // Issued in the future: the clock was set back, and nobody knows how old it is.
  return ageMs >= 0 && ageMs < (opaque ? Math.min(halfMs, OPAQUE_FRESH_MS) : halfMs);
}

/** Whether a token may be handed out while AWS cannot be asked. */
export function isUsable({ issuedAt, expiresAt }: CachedToken, now: Date): boolean {
  return expiresAt.getTime() - now.getTime() > MIN_LEFT_MS &&
    issuedAt.getTime() - now.getTime() <= MAX_CLOCK_JUMP_MS;
}
