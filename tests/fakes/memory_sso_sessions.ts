import { keyText, type SsoSession, type SsoSessionKey } from "../../src/domain/sso/sso_session.ts";
import type { SsoSessions } from "../../src/ports/sso.ts";
import type { WaitOptions } from "../../src/ports/time.ts";
import { isOutOfTime } from "../../src/adapters/fs/file_lock.ts";

/** Sessions in memory, shared by everybody who has this object: it plays the disk between processes. */
export class MemorySsoSessions implements SsoSessions {
  /** By key. */
  readonly sessions = new Map<string, SsoSession>();
  /** How often a session was written. */
  writes = 0;
  /** Set to play a directory that cannot be written: nothing is kept, and locks exclude nobody. */
  unwritable = false;
  readonly #queues = new Map<string, Promise<void>>();

  read(key: SsoSessionKey): Promise<SsoSession | undefined> {
    return Promise.resolve(this.sessions.get(keyText(key)));
  }

  write(session: SsoSession): Promise<void> {
    if (!this.unwritable) {
      this.writes++;
      this.sessions.set(keyText(session), session);
    }
    return Promise.resolve();
  }

  remove(key: SsoSessionKey): Promise<boolean> {
    return Promise.resolve(this.sessions.delete(keyText(key)));
  }

  async hold(key: SsoSessionKey, { timeoutMs, signal }: WaitOptions): Promise<Disposable | undefined> {
    if (this.unwritable) return { [Symbol.dispose]: () => {} };
    const text = keyText(key);
    const before = this.#queues.get(text) ?? Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#queues.set(text, before.then(() => promise));
    const turn = await inTime(before, { timeoutMs, signal });
    if (turn === "now") return { [Symbol.dispose]: () => resolve() };
    resolve();
    if (isOutOfTime(signal)) return undefined;
    signal.throwIfAborted();
    return undefined;
  }
}

async function inTime(before: Promise<void>, { timeoutMs, signal }: WaitOptions): Promise<"now" | "late"> {
  const ended = Promise.withResolvers<"late">();
  const end = (): void => ended.resolve("late");
  // A lock that is free is had even where there is no time at all.
  const timer = setTimeout(end, Math.max(timeoutMs, 1));
  signal.addEventListener("abort", end);
  try {
    if (signal.aborted) return "late";
    return await Promise.race([before.then(() => "now" as const), ended.promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
  }
}
