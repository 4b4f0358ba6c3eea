import type { Definition } from "../identity/definition.ts";
import { type CachedToken, isFresh } from "./cache_entry.ts";

/** How a cached token can be used. */
export type CacheState =
  /** Returned without calling AWS. */
  | "fresh"
  /** Renewed first; only returned while AWS is unavailable. */
  | "stale"
  /** Never returned. */
  | "expired"
  /** There is none. */
  | "absent";

/** The state of a cached token. */
export function cacheState(
  token: CachedToken | undefined,
  now: Date,
  definition: Pick<Definition, "opaque">,
): CacheState {
  if (token === undefined) return "absent";
  if (token.expiresAt <= now) return "expired";
  return isFresh(token, now, definition) ? "fresh" : "stale";
}
