import { dirname } from "node:path";
import type { Secret } from "../../domain/secret.ts";
import { endByClock, ownTime, setBackBetween, skewOf } from "../../domain/time/own_time.ts";
import { decodeLoginClocks, encodeLoginClocks, type LoginClock } from "../../domain/token/login_clocks.ts";
import type { LoginClocks } from "../../ports/state.ts";
import type { Clock } from "../../ports/time.ts";
import { updateLocked } from "../fs/locked_update.ts";
import { ensurePrivateDirectory } from "../fs/private_directory.ts";
import { readMachineClock } from "../fs/machine_clock.ts";
import { isRefusedSync, readPrivateSync } from "../fs/private_read.ts";
import { sha256 } from "./cache_readers.ts";
import { removeFile } from "../fs/guarded_directory.ts";

/** Two hundred entries have some thirty thousand bytes. */
const MAX_BYTES = 128 * 1024;

/** One small file; it exists only if a clock differed. */
export class LoginClocksFile implements LoginClocks {
  readonly #path: string | undefined;
  readonly #clock: Clock;

  /** @param path See `loginClocksPath`; undefined to store nothing. */
  constructor(path: string | undefined, clock: Clock) {
    this.#path = path;
    this.#clock = clock;
  }

  async note(password: Secret, expiresAt: Date): Promise<void> {
    const path = this.#path;
    const skewMs = skewOf(expiresAt);
    if (path === undefined || skewMs === 0) return;
    const clock = readMachineClock();
    const made: LoginClock = {
      login: await digest(password),
      at: this.#clock(),
      skewMs,
      ...(clock === undefined ? {} : { clock }),
    };
    try {
      await ensurePrivateDirectory(dirname(path));
      if (isRefusedSync(path)) await removeFile(path).catch(() => undefined);
      const edit = (bytes: Uint8Array | undefined): Uint8Array => {
        const known = decodeLoginClocks(new TextDecoder().decode(bytes));
        const others = known.filter(({ login }) => login !== made.login);
        return new TextEncoder().encode(encodeLoginClocks([made, ...others]));
      };
      await updateLocked(path, edit, { maxBytes: MAX_BYTES });
    } catch {
      // The login still works; only its expiry is unknown.
    }
  }

  async ownEnd(password: Secret, awsEnd: Date): Promise<Date | undefined> {
    const path = this.#path;
    if (path === undefined) return undefined;
    try {
      const file = readPrivateSync(path, MAX_BYTES);
      if (file.kind !== "read") return undefined;
      const wanted = await digest(password);
      const known = decodeLoginClocks(new TextDecoder().decode(file.bytes))
        .find(({ login }) => login === wanted);
      // Made in the future: the clock was set since, so the old difference no longer applies.
      if (known === undefined || known.at > this.#clock()) return undefined;
      return endByClock(ownTime(awsEnd, known.skewMs), setBackBetween(known.clock, readMachineClock()));
    } catch {
      return undefined;
    }
  }
}

async function digest(password: Secret): Promise<string> {
  return await sha256(password.expose());
}
