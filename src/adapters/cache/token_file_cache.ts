import type { CacheEntry } from "../../domain/token/cache_entry.ts";
import type { TokenKey } from "../../domain/token/token_key.ts";
import type { Clock, WaitOptions } from "../../ports/time.ts";
import type { TokenCache, TokenLocks } from "../../ports/state.ts";
import { FileError } from "../fs/file_error.ts";
import { lockFile } from "../fs/file_lock.ts";
import { ensurePrivateDirectory } from "../fs/private_directory.ts";
import { listEntries, listHosts, removeEntries, writeEntry } from "./token_file_changes.ts";
import { tokenFileName, TokenFileReader } from "./token_file_reader.ts";

const ATTEMPTS = 10;

/** A directory with one file per key, `<sha256>.json`, and one for its lock, `<sha256>.lock`. */
export class TokenFileCache extends TokenFileReader implements TokenCache, TokenLocks {
  readonly #clock: Clock;

  /** @param directory See `tokenDirectory`; undefined for no cache. It need not exist. */
  constructor(directory: string | undefined, clock: Clock) {
    super(directory);
    this.#clock = clock;
  }

  async write(key: TokenKey, entry: CacheEntry): Promise<void> {
    if (this.directory === undefined) return;
    await writeEntry(this.directory, await tokenFileName(key), { entry, now: this.#clock() });
  }

  async list(): Promise<readonly CacheEntry[]> {
    return this.directory === undefined ? [] : await listEntries(this.directory);
  }

  async hosts(): Promise<readonly string[]> {
    return this.directory === undefined ? [] : await listHosts(this.directory, this.#clock());
  }

  async removeWhere(isToGo: (entry: CacheEntry) => boolean): Promise<number> {
    return this.directory === undefined ? 0 : await removeEntries(this.directory, isToGo);
  }

  async hold(key: TokenKey, { timeoutMs, signal }: WaitOptions): Promise<Disposable | undefined> {
    if (this.directory === undefined) return undefined;
    try {
      await ensurePrivateDirectory(this.directory);
      return await takeLock(`${this.directory}/${await tokenFileName(key)}.lock`, { timeoutMs, signal });
    } catch {
      // Timed out, or no place for locks: every process calls AWS itself.
      signal.throwIfAborted();
      return undefined;
    }
  }
}

async function takeLock(path: string, options: WaitOptions): Promise<Disposable> {
  for (let attempt = 1;; attempt++) {
    try {
      return await lockFile(path, options);
    } catch (error) {
      // A file that vanishes while it is opened looks like an attack, but most likely another process is pruning.
      if (!(error instanceof FileError && error.reason === "lock-refused") || attempt === ATTEMPTS) {
        throw error;
      }
    }
  }
}
