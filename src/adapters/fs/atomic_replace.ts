// deno-lint-ignore-file no-sync-fn-in-async-fn -- a look at a path takes microseconds, and a thread for it a hundred.
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { FileError } from "./file_error.ts";
import { enterDirectory, inheritedOwner } from "./guarded_directory.ts";
import type { GuardedDirectory } from "./root_directory.ts";
import { ifExistsSync, systemErrorNumber } from "./system_error.ts";
import { tempFilePath, trackTempFile } from "./temp_files.ts";

/** How to replace a file. */
export interface ReplaceOptions {
  /**
   * Called when the new file is complete, directly before the rename. `false` aborts and leaves everything unchanged; so does a change of
   * the target meanwhile.
   */
  readonly stillCurrent?: () => Promise<boolean>;
  /** The mode of the new file, regardless of the old one. */
  readonly mode?: number;
  /**
   * Whether the new file survives a loss of power once it exists. If not, the target may then be damaged; for files that can be recreated,
   * since it saves two disk flushes.
   *
   * @default {true}
   */
  readonly durable?: boolean;
}

const OWNER_ONLY = 0o700;
const NEW_FILE_MODE = 0o600;

/**
 * Replaces or creates a file, so that every reader, and a crash at any time, sees either the old or the new content: it is written beside
 * the target, synced, and renamed over it; then the directory is synced. The mode is the old one without the bits of group and others, or
 * 0600; if root writes, the owner is kept. The temporary file is always removed.
 *
 * @param target Not a symbolic link, which would itself be replaced: see {@linkcode resolveLinkTarget}.
 * @returns Whether the file was replaced.
 * @throws {FileError} `not-a-file`. System errors are passed on.
 */
export async function replaceFile(
  target: string,
  contents: Uint8Array,
  options: ReplaceOptions = {},
): Promise<boolean> {
  using directory = await enterDirectory(dirname(target));
  // From here on, names are looked up in the entered directory.
  const place = join(directory.path, basename(target));
  const before = ifExistsSync(() => Deno.lstatSync(place));
  if (before !== undefined && !before.isFile) {
    throw new FileError("not-a-file", target, "it is not a regular file");
  }
  const temp = tempFilePath(place);
  using _live = trackTempFile(temp);
  let renamed = false;
  try {
    await writeTempFile(temp, contents, { ...options, before, directory });
    if (options.stillCurrent === undefined) {
      await retryRename(() => Deno.renameSync(temp, place));
    } else {
      const seen = fingerprint(place);
      if (!await options.stillCurrent()) return false;
      if (!await retryRename(() => renameUnchanged(temp, place, seen))) return false;
    }
    renamed = true;
  } finally {
    // If even this fails, the next run sweeps.
    if (!renamed) await Deno.remove(temp).catch(() => undefined);
  }
  if (options.durable !== false) await syncDirectory(directory.path);
  return true;
}

async function writeTempFile(
  temp: string,
  contents: Uint8Array,
  { before, mode, durable = true, directory }: ReplaceOptions & {
    readonly before: Deno.FileInfo | undefined;
    readonly directory: GuardedDirectory;
  },
): Promise<void> {
  const owner = inheritedOwner(before, Deno.statSync(dirname(temp)));
  const wanted = mode ?? ((before?.mode ?? NEW_FILE_MODE) & OWNER_ONLY);
  directory.create?.(basename(temp), { owner, mode: wanted });
  const isGuarded = directory.create !== undefined;
  using file = isGuarded
    ? await openUnchanged(temp)
    : Deno.openSync(temp, { write: true, createNew: true, mode: NEW_FILE_MODE });
  if (!isGuarded && owner !== undefined) await Deno.chown(temp, owner.uid, owner.gid);
  for (let rest = contents; rest.length > 0;) rest = rest.subarray(await file.write(rest));
  if (!isGuarded && Deno.build.os !== "windows") Deno.chmodSync(temp, wanted);
  if (durable) await file.sync();
}

/** Opens the file that was just created in another user's directory, and not a link that replaced it. */
async function openUnchanged(temp: string): Promise<Deno.FsFile> {
  const file = await Deno.open(temp, { write: true });
  const [opened, found] = [file.statSync(), Deno.lstatSync(temp)];
  if (found.isFile && found.ino === opened.ino && found.dev === opened.dev && opened.nlink === 1) return file;
  file.close();
  throw new FileError("link-foreign", temp, "another user replaced it while it was being written");
}

/**
 * Renames unless the target is another file than the one that was seen. No program can compare and rename in one step; without an `await`
 * in between, others have a few microseconds.
 *
 * The rename onto itself only waits for the kernel's lock of the directory: another rename that has started is not visible to `lstat`, but
 * would be complete, and overwritten, by the time of ours. (Measured on ext4 against a program that writes every 5 ms without a lock: 43 of
 * 4,081 of its writes were lost without this line, 4 of 3,457 with it.)
 */
function renameUnchanged(temp: string, target: string, seen: string): boolean {
  Deno.renameSync(temp, temp);
  if (fingerprint(target) !== seen) return false;
  Deno.renameSync(temp, target);
  return true;
}

/** Changes whenever a file is replaced or written; empty if it does not exist. */
function fingerprint(path: string): string {
  const info = ifExistsSync(() => Deno.lstatSync(path));
  if (info === undefined) return "";
  const { dev, ino, size, mtime, ctime } = info;
  return [dev, ino, size, mtime?.getTime(), ctime?.getTime()].join();
}

/** Makes the rename itself durable. It has already happened, so a system that does not support this is not a failure. */
async function syncDirectory(path: string): Promise<void> {
  try {
    using directory = Deno.openSync(path);
    await directory.sync();
  } catch {
    // Windows cannot open directories; some network file systems cannot sync them.
  }
}

const ATTEMPTS = 20;

/**
 * ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION: the errors of Windows while another process has the target open.
 *
 * Reference: https://learn.microsoft.com/windows/win32/debug/system-error-codes--0-499-
 */
const SHARING_ERRORS: readonly (number | undefined)[] = [5, 32, 33];

/** Renames a file over another one. On Windows, a reader may block it for a moment: 20 attempts, 25 ms apart. */
export async function retryRename<T>(
  rename: () => T,
  { windows = Deno.build.os === "windows", delayMs = 25 } = {},
): Promise<T> {
  for (let attempt = 1;; attempt++) {
    try {
      return rename();
    } catch (error) {
      const passing = windows && SHARING_ERRORS.includes(systemErrorNumber(error));
      if (!passing || attempt === ATTEMPTS) throw error;
      await sleep(delayMs);
    }
  }
}
