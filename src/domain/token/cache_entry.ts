import type { KnownPrincipal } from "../identity/credentials.ts";
import type { Definition } from "../identity/definition.ts";
import type { EcrToken } from "./ecr_token.ts";

export type { KnownPrincipal };

/** A token with the time of its issue. */
export interface CachedToken extends EcrToken {
  /** By this machine's clock. */
  readonly issuedAt: Date;
}

/** How an attempt to get a token failed, for the processes that waited for it. */
export interface SharedFailure {
  readonly at: Date;
  /** The code of the error. */
  readonly code: string;
  /** Safe to show, as every message of an {@linkcode AtmosEcrError}. */
  readonly message: string;
  readonly hint?: string;
}

/** The entry of a key in the cache. */
export interface CacheEntry {
  /** The host that the token was requested for. */
  readonly host: string;
  /** Its principal for display: an identity's name, or a word for other credentials. */
  readonly label: string;
  readonly token?: CachedToken;
  /** The principal of the token, if AWS reported it. */
  readonly principal?: KnownPrincipal;
  readonly failure?: SharedFailure;
}

/** Milliseconds that a token must remain valid to be returned if no new one is available. */
export const MIN_LEFT_MS = 60_000;

/** Milliseconds that a token may be from the future, because a clock was set, and still be used in an outage. */
const MAX_CLOCK_JUMP_MS = 5 * 60_000;

/** The maximum freshness in milliseconds if the definition does not fully determine the principal. */
const OPAQUE_FRESH_MS = 15 * 60_000;

/**
 * Whether a token can be returned without requesting a new one: for half of its lifetime.
 *
 * @param definition The definition under which the token was found.
 */
export function isFresh(
  { issuedAt, expiresAt }: CachedToken,
  now: Date,
  { opaque }: Pick<Definition, "opaque">,
): boolean {
  const ageMs = now.getTime() - issuedAt.getTime();
  const halfMs = (expiresAt.getTime() - issuedAt.getTime()) / 2;
  // Issued in the future: the clock was set back, and the age is unknown.
  return ageMs >= 0 && ageMs < (opaque ? Math.min(halfMs, OPAQUE_FRESH_MS) : halfMs);
}

/** Whether a token can be returned while AWS is unavailable. */
export function isUsable({ issuedAt, expiresAt }: CachedToken, now: Date): boolean {
  return expiresAt.getTime() - now.getTime() > MIN_LEFT_MS &&
    issuedAt.getTime() - now.getTime() <= MAX_CLOCK_JUMP_MS;
}
