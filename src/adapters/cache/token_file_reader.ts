import { decodeCacheEntry } from "../../domain/token/cache_format.ts";
import type { CacheEntry } from "../../domain/token/cache_entry.ts";
import { type TokenKey, tokenKeyText } from "../../domain/token/token_key.ts";
import type { TokenReader } from "../../ports/state.ts";
import { readMachineClock } from "../fs/machine_clock.ts";
import { readPrivateSync } from "../fs/private_read.ts";

/** Much larger than an ECR token, which has about two thousand characters. */
const MAX_ENTRY_BYTES = 64 * 1024;

/** Reads a directory with one file per key, `<sha256>.json`. See `TokenFileCache` for the rest. */
export class TokenFileReader implements TokenReader {
  /** Undefined for no cache. */
  protected readonly directory: string | undefined;

  /** @param directory See `tokenDirectory`; undefined for no cache. It need not exist. */
  constructor(directory: string | undefined) {
    this.directory = directory;
  }

  async read(key: TokenKey): Promise<CacheEntry | undefined> {
    if (this.directory === undefined) return undefined;
    return readEntry(this.directory, await tokenFileName(key));
  }
}

/** The name of a key's files, without suffix: the SHA-256 of its text. */
export async function tokenFileName(key: TokenKey): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(tokenKeyText(key)));
  return new Uint8Array(digest).toHex();
}

/** The entry in a file; undefined if it is missing, damaged, owned by another user or readable by others. */
export function readEntry(directory: string, name: string): CacheEntry | undefined {
  try {
    const file = readPrivateSync(`${directory}/${name}.json`, MAX_ENTRY_BYTES);
    if (file.kind !== "read") return undefined;
    const text = new TextDecoder("utf-8", { fatal: true }).decode(file.bytes);
    return decodeCacheEntry(name, text, readMachineClock());
  } catch {
    // The cache only provides speed. Whatever its problem, AWS can still be called.
    return undefined;
  }
}
