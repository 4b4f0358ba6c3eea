import type { Notes } from "../../ports/terminal.ts";
import type { WaitOptions } from "../../ports/time.ts";
import { FileError, unremovable, unusable } from "../fs/file_error.ts";
import { isOutOfTime, lockFile } from "../fs/file_lock.ts";
import { updateLocked } from "../fs/locked_update.ts";
import { removeFile } from "../fs/guarded_directory.ts";
import { ensurePrivateDirectory } from "../fs/private_directory.ts";
import { isRefusedSync, readPrivateSync } from "../fs/private_read.ts";

/** If there is no place for locks, there is no exclusion. */
const NO_LOCK: Disposable = { [Symbol.dispose]: () => {} };

/** What a store contains. */
export interface LoginFileOptions {
  /** The content of a file in notes: `session`. */
  readonly noun: string;
  readonly maxBytes: number;
  /** Receives notes about files that cannot be used or stored. */
  readonly notes: Notes;
}

/** A file of a store; undefined without a home directory: nothing is stored then. */
export interface LoginFile {
  readonly path: string;
  /** The directories that only this user may open, from the outermost to the one of the file. */
  readonly directories: readonly string[];
}

/** Logins in files that are private to the user, mode 0600, written atomically under the lock `<file>.lock`. */
export class LoginFileStore {
  readonly #options: LoginFileOptions;
  /** Files that were warned about: a login is read again once its lock is held. */
  readonly #warned = new Set<string>();

  constructor(options: LoginFileOptions) {
    this.#options = options;
  }

  /** What a file contains; undefined if there is none or, after a warning, if it cannot be used. */
  read<T>(file: LoginFile | undefined, decode: (text: string) => T | undefined): T | undefined {
    if (file === undefined) return undefined;
    try {
      const found = readPrivateSync(file.path, this.#options.maxBytes);
      if (found.kind === "absent") return undefined;
      if (found.kind === "refused") return this.#ignored(file.path, found.state);
      return decode(textOf(found.bytes)) ?? this.#ignored(file.path, "is corrupted");
    } catch (error) {
      return this.#ignored(file.path, unusable(error));
    }
  }

  /** Writes a file; a failure is a warning. @param encode Gets the text that is there. */
  async write(file: LoginFile | undefined, encode: (before: string | undefined) => string): Promise<void> {
    if (file === undefined) return;
    const { notes, maxBytes } = this.#options;
    try {
      for (const directory of file.directories) await ensurePrivateDirectory(directory);
      // The new file must not inherit anything from a link, or from a file with another owner or mode.
      if (isRefusedSync(file.path)) await removeFile(file.path).catch(() => undefined);
      const edit = (bytes?: Uint8Array): Uint8Array =>
        new TextEncoder().encode(encode(bytes && textOf(bytes)));
      await updateLocked(file.path, edit, { maxBytes });
    } catch (error) {
      notes.warning(`Cannot store the login in "${file.path}": it ${unusable(error)}`);
    }
  }

  /** Removes a file. @returns Whether there was one. @throws {EnvironmentError} `STATE_UNUSABLE`. */
  async remove(file: LoginFile | undefined): Promise<boolean> {
    if (file === undefined) return false;
    try {
      return await removeFile(file.path);
    } catch (error) {
      throw unremovable(`the ${this.#options.noun} in "${file.path}"`, error);
    }
  }

  /** Holds a lock file. @returns Undefined if another process still holds it after that time. */
  async hold(
    file: LoginFile | undefined,
    { timeoutMs, signal }: WaitOptions,
  ): Promise<Disposable | undefined> {
    if (file === undefined) return NO_LOCK;
    try {
      for (const directory of file.directories) await ensurePrivateDirectory(directory);
      return await lockFile(file.path, { timeoutMs, signal });
    } catch (error) {
      if (isOutOfTime(signal)) return undefined;
      signal.throwIfAborted();
      return error instanceof FileError && error.reason === "lock-timeout" ? undefined : NO_LOCK;
    }
  }

  #ignored(path: string, state: string): undefined {
    if (this.#warned.has(path)) return;
    this.#warned.add(path);
    this.#options.notes.warning(`Ignoring the ${this.#options.noun} in "${path}": it ${state}`);
  }
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
