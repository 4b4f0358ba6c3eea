// deno-lint-ignore-file no-sync-fn-in-async-fn -- a look at a path takes microseconds, and a thread for it a hundred.
import { basename, dirname, join, resolve } from "node:path";
import { FileError } from "./file_error.ts";
import { checkLockFile } from "./file_lock.ts";
import { resolveLinkTarget } from "./link_target.ts";
import { LOCK_SUFFIX } from "./locked_update.ts";
import { ifExistsSync } from "./system_error.ts";
import { tempFilePath, trackTempFile } from "./temp_files.ts";

/**
 * Fails if {@linkcode updateLocked} could not write: to the directory of the file (or, if it is missing, the nearest existing one), and to
 * that of a symbolic link's target. Creates and removes an empty file, since permission bits do not reveal read-only mounts.
 *
 * @throws {FileError} `not-a-directory`, and as `resolveLinkTarget` and `lockFile`. System errors are passed on.
 */
export async function checkWritable(path: string): Promise<void> {
  const directory = dirname(resolve(path));
  const existing = nearestDirectory(directory);
  await probe(join(existing, basename(path)));
  if (existing !== directory) return;
  await checkLockFile(path + LOCK_SUFFIX);
  const target = resolveLinkTarget(path);
  if (dirname(target) !== directory) await probe(target);
}

function nearestDirectory(path: string): string {
  // The entry itself first: another process may be creating the directory right now.
  const entry = ifExistsSync(() => Deno.lstatSync(path));
  if (entry === undefined) return nearestDirectory(dirname(path));
  // A dangling link has no `stat`, but blocks `mkdir`.
  const info = entry.isSymlink ? ifExistsSync(() => Deno.statSync(path)) : entry;
  if (info?.isDirectory) return path;
  throw new FileError("not-a-directory", path, `"${path}" is not a directory`);
}

async function probe(path: string): Promise<void> {
  const file = tempFilePath(path);
  using _live = trackTempFile(file);
  try {
    Deno.openSync(file, { write: true, createNew: true, mode: 0o600 }).close();
  } finally {
    await Deno.remove(file).catch(() => undefined);
  }
}
