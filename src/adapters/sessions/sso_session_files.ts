import { pathIn } from "../../domain/files/app_directories.ts";
import { decodeSession, encodeSession } from "../../domain/sso/session_format.ts";
import type { SsoSession, SsoSessionKey } from "../../domain/sso/sso_session.ts";
import type { Notes } from "../../ports/terminal.ts";
import type { SsoSessions } from "../../ports/sso.ts";
import type { WaitOptions } from "../../ports/time.ts";
import { FileError, unremovable, unusable } from "../fs/file_error.ts";
import { lockFile } from "../fs/file_lock.ts";
import { updateLocked } from "../fs/locked_update.ts";
import { ensurePrivateDirectory } from "../fs/private_directory.ts";
import { isPrivateSync, readPrivateSync } from "../fs/private_read.ts";
import { removeFile } from "../fs/guarded_directory.ts";

/** A session has about four thousand characters. */
const MAX_BYTES = 256 * 1024;

/** What the files are used with. */
export interface SsoSessionFilesOptions {
  /** Receives notes about sessions that cannot be used or stored. */
  readonly notes: Notes;
}

/**
 * Sessions in Atmos' files, one per start URL and region: `<sha1>.json`, mode 0600, written atomically under the lock `<sha1>.json.lock`.
 * `<sha1>.lock` is held while a session is refreshed or opened. The session of a configured endpoint has its own file, which Atmos does not
 * read.
 */
export class SsoSessionFiles implements SsoSessions {
  readonly #directory: string | undefined;
  readonly #notes: Notes;
  /** Warnings that were shown: a session is read again once its lock is held. */
  readonly #warned = new Set<string>();

  /** @param directory See `ssoSessionDirectory`; undefined without a home directory: nothing is stored then. It need not exist. */
  constructor(directory: string | undefined, { notes }: SsoSessionFilesOptions) {
    this.#directory = directory;
    this.#notes = notes;
  }

  async read(key: SsoSessionKey): Promise<SsoSession | undefined> {
    const path = await this.#path(key, "json");
    if (path === undefined) return undefined;
    try {
      const file = readPrivateSync(path, MAX_BYTES);
      if (file.kind === "absent") return undefined;
      if (file.kind === "refused") return this.#ignored(path, file.state);
      return decodeSession(text(file.bytes), key) ?? this.#ignored(path, "is corrupted");
    } catch (error) {
      return this.#ignored(path, unusable(error));
    }
  }

  async write(session: SsoSession): Promise<void> {
    const path = await this.#path(session, "json");
    if (path === undefined || this.#directory === undefined) return;
    try {
      await ensurePrivateDirectory(this.#directory);
      // The new file must not inherit anything from a link, or from a file with another owner or mode.
      if (!isPrivateSync(path)) await removeFile(path).catch(() => undefined);
      await updateLocked(
        path,
        (bytes) => new TextEncoder().encode(encodeSession(session, bytes && text(bytes))),
        { maxBytes: MAX_BYTES },
      );
    } catch (error) {
      this.#notes.warning(`Cannot store the login in "${path}": it ${unusable(error)}`);
    }
  }

  async remove(key: SsoSessionKey): Promise<boolean> {
    const path = await this.#path(key, "json");
    if (path === undefined) return false;
    try {
      return await removeFile(path);
    } catch (error) {
      throw unremovable(`the session in "${path}"`, error);
    }
  }

  async hold(key: SsoSessionKey, { timeoutMs, signal }: WaitOptions): Promise<Disposable | undefined> {
    const path = await this.#path(key, "lock");
    if (path === undefined || this.#directory === undefined) return NO_LOCK;
    try {
      await ensurePrivateDirectory(this.#directory);
      return await lockFile(path, { timeoutMs, signal });
    } catch (error) {
      signal.throwIfAborted();
      return error instanceof FileError && error.reason === "lock-timeout" ? undefined : NO_LOCK;
    }
  }

  async #path(
    { startUrl, region, endpoint }: SsoSessionKey,
    suffix: "json" | "lock",
  ): Promise<string | undefined> {
    if (this.#directory === undefined) return undefined;
    // The name is Atmos'; it protects nothing. Reference: `pkg/auth/providers/aws/sso_cache.go`.
    const name = [startUrl, region, ...(endpoint === undefined ? [] : [endpoint])].join("|");
    const digest = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(name));
    return pathIn(this.#directory, `${new Uint8Array(digest).toHex()}.${suffix}`);
  }

  #ignored(path: string, state: string): undefined {
    if (this.#warned.has(path)) return;
    this.#warned.add(path);
    this.#notes.warning(`Ignoring the session in "${path}": it ${state}`);
  }
}

/** If there is no place for locks, there is no exclusion. */
const NO_LOCK: Disposable = { [Symbol.dispose]: () => {} };

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
