import type { Definition } from "../identity/definition.ts";
import { type CachedToken, isFresh } from "./cache_entry.ts";

/** What a cached token is good for. */
export type CacheState =
  /** Handed out without asking AWS. */
  | "fresh"
  /** Renewed first; handed out only while AWS cannot be asked. */
  | "stale"
  /** Never handed out. */
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
