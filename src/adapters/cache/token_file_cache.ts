import type { EnvironmentError } from "../../domain/errors/errors.ts";
import { pathIn } from "../../domain/files/app_directories.ts";
import { type CacheEntry, encodeCacheEntry, type TokenKey } from "../../domain/token/cache_entry.ts";
import type { TokenCache, TokenLocks } from "../../ports/state.ts";
import type { Clock, WaitOptions } from "../../ports/time.ts";
import { FileError, unremovable } from "../fs/file_error.ts";
import { isOutOfTime, lockFile } from "../fs/file_lock.ts";
import { removeFile } from "../fs/guarded_directory.ts";
import { readMachineClock } from "../fs/machine_clock.ts";
import { ensurePrivateDirectory } from "../fs/private_directory.ts";
import { DAY_MS, isAbandoned, pruneSometimes, writeCacheFile } from "./cache_directory.ts";
import { compactIndex, indexedHosts, type IndexLine, noteInIndex } from "./host_index.ts";
import { readEntry, tokenFileName, TokenFileReader } from "./cache_readers.ts";

const LOCK_ATTEMPTS = 10;

/** The names of entry files. */
const ENTRY_REGEXP = /^(?<name>[0-9a-f]{64})\.json$/;

/** A directory with one file per key, `<sha256>.json`, and one for its lock, `<sha256>.lock`. */
export class TokenFileCache extends TokenFileReader implements TokenCache, TokenLocks {
  readonly #clock: Clock;

  /** @param directory See `tokenDirectory`; undefined for no cache. It need not exist. */
  constructor(directory: string | undefined, clock: Clock) {
    super(directory);
    this.#clock = clock;
  }

  async write(key: TokenKey, entry: CacheEntry): Promise<void> {
    const { directory } = this;
    if (directory === undefined) return;
    const name = await tokenFileName(key);
    const now = this.#clock();
    try {
      await ensurePrivateDirectory(directory);
      await writeCacheFile(`${directory}/${name}.json`, encodeCacheEntry(name, entry, readMachineClock()));
      await noteInIndex(directory, [indexLine(name, entry)]);
      await pruneSometimes({
        directory,
        now,
        afterwards: () => compactIndex(directory, now),
        // An expired token; or a damaged or foreign file, or a lock without an entry, that was untouched for a day.
        isRubbish: async (other, path) => {
          const token = readEntry(directory, other)?.token;
          return token === undefined
            ? await isAbandoned(path, { now, forMs: DAY_MS })
            : token.expiresAt <= now;
        },
      });
    } catch {
      // Only costs speed: the next process calls AWS.
    }
  }

  async list(): Promise<readonly CacheEntry[]> {
    return await Array.fromAsync(this.#entries(), ({ entry }) => entry);
  }

  async hosts(): Promise<readonly string[]> {
    if (this.directory === undefined) return [];
    return await indexedHosts(this.directory, this.#clock(), async () => {
      const lines = await Array.fromAsync(this.#entries(), ({ name, entry }) => indexLine(name, entry));
      return lines.filter(({ endsAt }) => endsAt !== undefined);
    });
  }

  async removeWhere(isToGo: (entry: CacheEntry) => boolean): Promise<number> {
    if (this.directory === undefined) return 0;
    const removed: IndexLine[] = [];
    let failure: EnvironmentError | undefined;
    for await (const { name, entry } of this.#entries()) {
      if (!isToGo(entry)) continue;
      const path = pathIn(this.directory, `${name}.json`);
      try {
        if (await removeFile(path)) removed.push({ name, host: entry.host, endsAt: undefined });
      } catch (error) {
        failure ??= unremovable(`the cached token for ${entry.host}, "${path}"`, error);
      }
    }
    await noteInIndex(this.directory, removed);
    if (failure !== undefined) throw failure;
    return removed.length;
  }

  async hold(key: TokenKey, { timeoutMs, signal }: WaitOptions): Promise<Disposable | undefined> {
    if (this.directory === undefined) return undefined;
    try {
      await ensurePrivateDirectory(this.directory);
      return await takeLock(`${this.directory}/${await tokenFileName(key)}.lock`, { timeoutMs, signal });
    } catch {
      // Timed out, or no place for locks: every process calls AWS itself.
      if (!isOutOfTime(signal)) signal.throwIfAborted();
      return undefined;
    }
  }

  /** Every readable entry, each read when its turn comes. */
  async *#entries(): AsyncGenerator<{ readonly name: string; readonly entry: CacheEntry }, void> {
    const { directory } = this;
    if (directory === undefined) return;
    const files = await Array.fromAsync(Deno.readDir(directory)).catch(() => []);
    const names = files.flatMap(({ name }) => ENTRY_REGEXP.exec(name)?.groups?.["name"] ?? []);
    for (const name of names.toSorted()) {
      const entry = readEntry(directory, name);
      if (entry !== undefined) yield { name, entry };
    }
  }
}

function indexLine(name: string, { host, token }: CacheEntry): IndexLine {
  return { name, host, endsAt: token?.expiresAt };
}

async function takeLock(path: string, options: WaitOptions): Promise<Disposable> {
  for (let attempt = 1;; attempt++) {
    try {
      return await lockFile(path, options);
    } catch (error) {
      // A file that vanishes while it is opened looks like an attack, but most likely another process is pruning.
      const isVanished = error instanceof FileError && error.reason === "lock-refused";
      if (!isVanished || attempt === LOCK_ATTEMPTS) throw error;
    }
  }
}
