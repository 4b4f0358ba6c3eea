import type { CacheEntry } from "../domain/token/cache_entry.ts";
import type { TokenKey } from "../domain/token/token_key.ts";

/** Reads tokens that are kept between runs: all that a warm answer needs. */
export interface TokenReader {
  /** The entry of a key; undefined where there is none that can be trusted. Never fails. */
  read(key: TokenKey): Promise<CacheEntry | undefined>;
}

/**
 * Tokens that are kept between runs. It is there for speed alone: what cannot be read is absent, what cannot be written is forgotten,
 * and nothing here ever fails.
 */
export interface TokenCache extends TokenReader {
  /** Replaces the entry of a key. */
  write(key: TokenKey, entry: CacheEntry): Promise<void>;

  /** Every entry that can be read, whoever it is for, expired ones included. */
  list(): Promise<readonly CacheEntry[]>;

  /**
   * Removes the entries that are to go, whoever they are for.
   *
   * @returns How many were removed.
   */
  removeWhere(isToGo: (entry: CacheEntry) => boolean): Promise<number>;
}
