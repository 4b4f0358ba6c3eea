import { dirname } from "node:path";
import { FileError } from "./file_error.ts";
import { inheritedOwner } from "./file_owner.ts";
import { waitForLock } from "./lock_wait.ts";
import { ifExists } from "./system_error.ts";

/** How to wait for a lock. */
export interface FileLockOptions {
  /** Milliseconds until {@linkcode lockFile} gives up. @default {30000} */
  readonly timeoutMs?: number | undefined;
  /** Ends the waiting; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/** Two hundred writers that queue for one file were measured to wait up to 5 s. */
const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * A lock that is held. The kernel frees it when the process ends, however it ends; the file itself is never deleted, or a process
 * that waits on the deleted file would believe to hold what a third one holds too.
 */
export class FileLock implements Disposable {
  /** Path of the lock file. */
  readonly path: string;
  readonly #file: Deno.FsFile;
  #held = true;

  constructor(path: string, file: Deno.FsFile) {
    this.path = path;
    this.#file = file;
  }

  /** Frees the lock. A second call does nothing. */
  [Symbol.dispose](): void {
    if (!this.#held) return;
    this.#held = false;
    this.#file.close();
  }
}

/**
 * Takes an exclusive advisory lock (`flock` on Unix, `LockFileEx` on Windows) on a file that is created for it. This is the lock
 * that Atmos takes, and `flock(1)`.
 *
 * Reference: https://github.com/gofrs/flock/blob/016605ac76be/flock.go
 *
 * @throws {FileError} `lock-timeout`, `lock-refused`, `lock-unsupported`.
 */
export async function lockFile(path: string, options: FileLockOptions = {}): Promise<FileLock> {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, signal } = options;
  const deadline = performance.now() + timeoutMs;
  while (true) {
    signal?.throwIfAborted();
    const file = await openLockFile(path) ?? await createLockFile(path);
    if (file === undefined) continue;
    let held = false;
    try {
      await waitForLock(file, path, { deadline, signal });
      held = await isFileAt(file, path);
    } finally {
      if (!held) file.close();
    }
    // Somebody deleted the file in the meantime: this lock would exclude nobody.
    if (held) return new FileLock(path, file);
  }
}

/**
 * Fails where {@linkcode lockFile} would because of the lock file itself. Creates nothing.
 *
 * @throws {FileError} `lock-refused`.
 */
export async function checkLockFile(path: string): Promise<void> {
  (await openLockFile(path))?.close();
}

/** Opens a lock file that exists: read and write, because NFS grants exclusive locks on nothing less (flock(2)). */
async function openLockFile(path: string): Promise<Deno.FsFile | undefined> {
  const info = await ifExists(Deno.lstat(path));
  if (info === undefined) return undefined;
  if (!info.isFile) throw refused(path, "is not a regular file");
  const directory = await Deno.stat(dirname(path));
  if (!isTrustedOwner(info, directory)) throw refused(path, "belongs to another user");
  const file = await openExisting(path);
  if (file === undefined || await isFileAt(file, path)) return file;
  file.close();
  throw refused(path, "was exchanged while it was opened");
}

async function openExisting(path: string): Promise<Deno.FsFile | undefined> {
  try {
    return await ifExists(Deno.open(path, { read: true, write: true }));
  } catch (cause) {
    if (cause instanceof Deno.errors.PermissionDenied) throw refused(path, "cannot be opened", { cause });
    throw cause;
  }
}

/** Creates the lock file; undefined where another process was faster. `createNew` never follows a symbolic link. */
async function createLockFile(path: string): Promise<Deno.FsFile | undefined> {
  try {
    const file = await Deno.open(path, { read: true, write: true, createNew: true, mode: 0o600 });
    const owner = inheritedOwner(undefined, await Deno.stat(dirname(path)));
    if (owner !== undefined) await Deno.chown(path, owner.uid, owner.gid);
    return file;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return undefined;
    throw error;
  }
}

/** Root may use the lock file of the directory's owner, who could replace it anyway. */
function isTrustedOwner(file: Deno.FileInfo, directory: Deno.FileInfo): boolean {
  const self = Deno.uid();
  return self === null || file.uid === self || (self === 0 && file.uid === directory.uid);
}

async function isFileAt(file: Deno.FsFile, path: string): Promise<boolean> {
  const opened = await file.stat();
  const found = await ifExists(Deno.lstat(path));
  return found !== undefined && found.ino === opened.ino && found.dev === opened.dev;
}

function refused(path: string, state: string, options?: ErrorOptions): FileError {
  return new FileError("lock-refused", path, `the lock file "${path}" ${state}`, options);
}
