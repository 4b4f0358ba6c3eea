import { type CacheEntry, type TokenKey, tokenKeyText } from "../../src/domain/token/cache_entry.ts";
import { EnvironmentError } from "../../src/domain/errors/errors.ts";
import type { TokenCache, TokenLocks } from "../../src/ports/state.ts";
import type { Clock, WaitOptions } from "../../src/ports/time.ts";
import { isOutOfTime } from "../../src/adapters/fs/file_lock.ts";

/** A cache in memory. It passes the contract in `tests/contracts/token_cache_contract.ts`. */
export class MemoryTokenCache implements TokenCache, TokenLocks {
  readonly entries = new Map<string, CacheEntry>();
  /** How often a lock was asked for. */
  holds = 0;
  /** How often an entry was written. */
  writes = 0;
  /** Set to play a directory that cannot be written: nothing is kept, and there are no locks. */
  unwritable = false;
  /** Hosts whose entries cannot be removed. */
  readonly stuck = new Set<string>();
  readonly #clock: Clock;
  readonly #held = new Set<string>();
  readonly #waiting: { readonly key: string; readonly wake: () => void }[] = [];

  constructor(clock: Clock = () => new Date()) {
    this.#clock = clock;
  }

  read(key: TokenKey): Promise<CacheEntry | undefined> {
    return Promise.resolve(this.entries.get(tokenKeyText(key)));
  }

  write(key: TokenKey, entry: CacheEntry): Promise<void> {
    if (!this.unwritable) {
      this.writes++;
      this.entries.set(tokenKeyText(key), entry);
    }
    return Promise.resolve();
  }

  list(): Promise<readonly CacheEntry[]> {
    return Promise.resolve([...this.entries.values()]);
  }

  hosts(): Promise<readonly string[]> {
    const now = this.#clock();
    const living = this.entries.values().filter(({ token }) => token !== undefined && token.expiresAt > now);
    return Promise.resolve([...new Set(living.map(({ host }) => host))]);
  }

  // deno-lint-ignore require-await -- a failure must reject, not throw
  async removeWhere(isToGo: (entry: CacheEntry) => boolean): Promise<number> {
    const all = [...this.entries].filter(([, entry]) => isToGo(entry));
    const going = all.filter(([, { host }]) => !this.stuck.has(host));
    for (const [key] of going) this.entries.delete(key);
    if (going.length < all.length) {
      throw new EnvironmentError("STATE_UNUSABLE", "Cannot remove a cached token");
    }
    return going.length;
  }

  async hold(key: TokenKey, { timeoutMs, signal }: WaitOptions): Promise<Disposable | undefined> {
    this.holds++;
    const text = tokenKeyText(key);
    if (this.unwritable) return undefined;
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    while (this.#held.has(text)) {
      if (isOutOfTime(signal)) return undefined;
      signal.throwIfAborted();
      if (limit.aborted) return undefined;
      await new Promise<void>((resolve) => {
        this.#waiting.push({ key: text, wake: resolve });
        limit.addEventListener("abort", () => resolve(), { once: true });
      });
    }
    this.#held.add(text);
    return {
      [Symbol.dispose]: () => {
        this.#held.delete(text);
        for (const { wake } of this.#waiting.splice(0)) wake();
      },
    };
  }
}
