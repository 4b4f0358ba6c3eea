// deno-lint-ignore-file no-sync-fn-in-async-fn -- a look at a path takes microseconds, and a thread for it a hundred.
import { basename, dirname, join } from "node:path";
import { FileError } from "./file_error.ts";
import { enterDirectory, inheritedOwner } from "./guarded_directory.ts";
import { waitForLock } from "./lock_wait.ts";
import type { GuardedDirectory } from "./root_directory.ts";
import { ifExists, ifExistsSync, systemErrorCode } from "./system_error.ts";

/** How to wait for a lock. */
export interface FileLockOptions {
  /** Milliseconds until {@linkcode lockFile} gives up. @default {30000} */
  readonly timeoutMs?: number | undefined;
  /** Aborts the wait; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

const LOCK_MODE = 0o600;

/**
 * How often other processes may create or replace a lock file while it is opened. Those that discard it do so in turn; and some network
 * file systems remember for long that there is no file.
 */
const MAX_EXCHANGES = 1000;

/** Two hundred writers queueing for one file were measured to wait up to 5 s. */
const DEFAULT_TIMEOUT_MS = 30_000;

/** The open file of a lock. */
type LockedFile = Pick<Deno.FsFile, "unlockSync" | "close">;

/**
 * A held lock. The kernel releases it when the process ends. The file itself stays: otherwise, a process that waits on the deleted file,
 * and does not check as {@linkcode lockFile} does, would hold the same lock as a third one.
 */
export class FileLock implements Disposable {
  readonly path: string;
  readonly #file: LockedFile;
  readonly #isNew: boolean;
  #held = true;

  /** @param isNew Whether the file was created for this lock. */
  constructor(path: string, file: LockedFile, isNew: boolean) {
    this.path = path;
    this.#file = file;
    this.#isNew = isNew;
  }

  /** Deletes a lock file that was created for this lock, if only this program uses it. */
  async discard(): Promise<void> {
    if (this.#held && this.#isNew) await Deno.remove(this.path).catch(() => undefined);
  }

  /** Releases the lock. A second call does nothing. */
  [Symbol.dispose](): void {
    if (!this.#held) return;
    this.#held = false;
    try {
      // Closing alone releases nothing while a program that another thread is starting still has a copy of the descriptor, see flock(2).
      this.#file.unlockSync();
    } catch {
      // Where that fails, closing is what releases it.
    }
    this.#file.close();
  }
}

/**
 * Takes an exclusive advisory lock (`flock` on Unix, `LockFileEx` on Windows) on a file that is created for it. Atmos and `flock(1)` take
 * the same lock.
 *
 * Reference: https://github.com/gofrs/flock/blob/016605ac76be/flock.go
 *
 * @throws {FileError} `lock-timeout`, `lock-refused`, `lock-unsupported`.
 */
export async function lockFile(path: string, options: FileLockOptions = {}): Promise<FileLock> {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, signal } = options;
  const deadline = performance.now() + timeoutMs;
  let exchanges = 0;
  while (true) {
    signal?.throwIfAborted();
    using directory = await enterDirectory(dirname(path));
    const place = join(directory.path, basename(path));
    const existing = await openLockFile(place, path);
    const file = existing === "exchanged" ? undefined : existing ?? await createLockFile(place, directory);
    if (file === undefined) {
      if (++exchanges < MAX_EXCHANGES) continue;
      throw refused(path, "is created or replaced each time it is opened");
    }
    let held = false;
    try {
      await waitForLock(file, path, { deadline, signal });
      held = isFileAt(file, place);
    } finally {
      if (!held) file.close();
    }
    // The file was deleted meanwhile: this lock would exclude no other process.
    if (held) return new FileLock(path, file, existing === undefined);
  }
}

/**
 * Whether a deadline, and not the user, ended the wait for a lock: it was not available in time. Both limits have passed for a process that
 * was suspended while it waited.
 */
export function isOutOfTime({ reason }: AbortSignal): boolean {
  return reason instanceof DOMException && reason.name === "TimeoutError";
}

/** Takes a lock that no other process holds; undefined if it cannot be taken at once, for whatever reason. */
export async function tryLock(path: string): Promise<FileLock | undefined> {
  return await lockFile(path, { timeoutMs: 0 }).catch(() => undefined);
}

/**
 * Fails if {@linkcode lockFile} would because of the lock file. Creates nothing.
 *
 * @throws {FileError} `lock-refused`.
 */
export async function checkLockFile(path: string): Promise<void> {
  using directory = await enterDirectory(dirname(path));
  const file = await openLockFile(join(directory.path, basename(path)), path);
  if (file !== "exchanged") file?.close();
}

/**
 * Opens an existing lock file: for reading and writing, because NFS requires that for exclusive locks (flock(2)). Its mode becomes 0600,
 * since every user who can read it could hold the lock.
 *
 * @param path The path for messages.
 * @returns Undefined if there is none; `exchanged` if another file replaced it meanwhile.
 */
async function openLockFile(place: string, path: string): Promise<Deno.FsFile | undefined | "exchanged"> {
  const info = ifExistsSync(() => Deno.lstatSync(place));
  if (info === undefined) return undefined;
  if (!info.isFile) throw refused(path, "is not a regular file");
  const directory = Deno.statSync(dirname(place));
  if (!isTrustedOwner(info, directory)) throw refused(path, "is owned by another user");
  const file = await ifExists(Deno.open(place, { read: true, write: true })).catch((cause: unknown) => {
    throw cause instanceof Deno.errors.PermissionDenied ? refused(path, "cannot be opened", cause) : cause;
  });
  if (file === undefined) return undefined;
  if (!isFileAt(file, place)) {
    file.close();
    return "exchanged";
  }
  if (Deno.build.os !== "windows" && ((info.mode ?? 0) & 0o077) !== 0) await closeToOthers(place, path);
  return file;
}

/** Makes the lock file private. In another user's directory, root does this by descriptor. */
async function closeToOthers(place: string, path: string): Promise<void> {
  if (place === path) return await Deno.chmod(place, LOCK_MODE).catch(() => undefined);
  (await import("./root_directory.ts")).changeMode(place, LOCK_MODE, "file");
}

/** Creates the lock file; undefined if another process was faster. `createNew` never follows a symbolic link. */
async function createLockFile(place: string, directory: GuardedDirectory): Promise<Deno.FsFile | undefined> {
  try {
    const owner = inheritedOwner(undefined, Deno.statSync(dirname(place)));
    if (directory.create !== undefined) {
      directory.create(basename(place), { owner, mode: LOCK_MODE });
      return undefined;
    }
    const file = Deno.openSync(place, { read: true, write: true, createNew: true, mode: LOCK_MODE });
    if (owner !== undefined) await Deno.chown(place, owner.uid, owner.gid);
    return file;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists || systemErrorCode(error) === "EEXIST") return undefined;
    throw error;
  }
}

/** Root may use the lock file of the directory's owner, who could replace it anyway. */
function isTrustedOwner(file: Deno.FileInfo, directory: Deno.FileInfo): boolean {
  const self = Deno.uid();
  return self === null || file.uid === self || (self === 0 && file.uid === directory.uid);
}

function isFileAt(file: Deno.FsFile, path: string): boolean {
  const opened = file.statSync();
  const found = ifExistsSync(() => Deno.lstatSync(path));
  return found !== undefined && found.ino === opened.ino && found.dev === opened.dev;
}

function refused(path: string, state: string, cause?: unknown): FileError {
  return new FileError("lock-refused", path, `the lock file "${path}" ${state}`, { cause });
}
