import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { replaceFile } from "./atomic_replace.ts";
import { readBounded } from "./bounded_read.ts";
import { FileError } from "./file_error.ts";
import { type FileLockOptions, lockFile } from "./file_lock.ts";
import { resolveLinkTarget } from "./link_target.ts";
import { createDirectories } from "./private_directory.ts";
import { sweepTempFiles } from "./temp_files.ts";

/** Returns new content for old (undefined: no file). The same content, or undefined, means not to write. */
export type BytesEdit = (bytes: Uint8Array | undefined) => Uint8Array | undefined;

/** How to update a file. */
export interface LockedUpdateOptions extends FileLockOptions {
  readonly maxBytes: number;
  readonly isLocked?: boolean;
}

/** The suffix of the lock beside a path, as in Atmos. Reference: `pkg/cache/filelock_unix.go` of Atmos. */
export const LOCK_SUFFIX = ".lock";

const ATTEMPTS = 20;
/** A program that truncates and writes in place is finished within this time. */
const SETTLE_MS = 25;
const MIN_BACKOFF_MS = 5;
const MAX_BACKOFF_MS = 100;

/**
 * Reads, edits and replaces a file, so that no update of another process is lost: under the lock `<path>.lock`; and since some programs
 * take no lock, the file is compared with what was read directly before it is replaced, and edited again if it differs.
 *
 * An edit without changes touches nothing: neither the lock file nor the directory is created.
 *
 * @param path A symbolic link is kept: its target is replaced. The lock is beside the link.
 * @param edit May run several times. Its errors are passed on once the file is stable.
 * @returns Whether the file was written.
 * @throws {FileError} As {@linkcode lockFile}, {@linkcode resolveLinkTarget} and {@linkcode readBounded}, and `always-changing`. System
 * errors are passed on.
 */
export async function updateLocked(
  path: string,
  edit: BytesEdit,
  options: LockedUpdateOptions,
): Promise<boolean> {
  let edited = await readAndEdit(path, edit, options);
  if (!isChange(edited)) return false;
  await createDirectories(dirname(path));
  using _lock = options.isLocked ? undefined : await lockFile(path + LOCK_SUFFIX, options);
  await sweepTempFiles(resolveLinkTarget(path));
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    options.signal?.throwIfAborted();
    const target = resolveLinkTarget(path);
    edited = await readAndEdit(target, edit, options, edited);
    if (!isChange(edited)) return false;
    const { before, after } = edited;
    const replaced = await replaceFile(target, after, {
      stillCurrent: async () =>
        resolveLinkTarget(path) === target &&
        isSame(before, await readBounded(target, options.maxBytes)),
    });
    if (replaced) return true;
    // Other programs are writing without the lock: wait for their burst to pass.
    await sleep(Math.random() * Math.min(MIN_BACKOFF_MS * 2 ** attempt, MAX_BACKOFF_MS));
  }
  throw new FileError("always-changing", path, "another program keeps changing it");
}

interface Edited {
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array | undefined;
}

/**
 * Reads and edits, unless the content was already edited. A failed edit may have seen a file that another program was just writing: the
 * failure only counts once the file is stable.
 */
async function readAndEdit(
  path: string,
  edit: BytesEdit,
  { maxBytes }: LockedUpdateOptions,
  known?: Edited,
): Promise<Edited> {
  let before = await readBounded(path, maxBytes);
  if (known !== undefined && isSame(known.before, before)) return known;
  for (let attempt = 1;; attempt++) {
    try {
      return { before, after: edit(before) };
    } catch (error) {
      await sleep(SETTLE_MS);
      const now = await readBounded(path, maxBytes);
      if (attempt === ATTEMPTS || isSame(before, now)) throw error;
      before = now;
    }
  }
}

function isChange(edited: Edited): edited is Edited & { readonly after: Uint8Array } {
  return edited.after !== undefined && !isSame(edited.before, edited.after);
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.length !== b.length) return false;
  // No function for each byte: files may have millions.
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}
