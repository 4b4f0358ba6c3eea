import { keyText, type SsoSession, type SsoSessionKey } from "../../src/domain/sso/sso_session.ts";
import type { SsoSessions } from "../../src/ports/sso.ts";
import type { WaitOptions } from "../../src/ports/time.ts";
import { MemoryLocks } from "./memory_locks.ts";

/** Sessions in memory, shared by everybody who has this object: it plays the disk between processes. */
export class MemorySsoSessions implements SsoSessions {
  /** By key. */
  readonly sessions = new Map<string, SsoSession>();
  /** How often a session was written. */
  writes = 0;
  /** Set to play a directory that cannot be written: nothing is kept, and locks exclude nobody. */
  unwritable = false;
  readonly #locks = new MemoryLocks();

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

  async hold(key: SsoSessionKey, options: WaitOptions): Promise<Disposable | undefined> {
    if (this.unwritable) return { [Symbol.dispose]: () => {} };
    return await this.#locks.hold(keyText(key), options);
  }
}
