import { closeSync, constants, fstatSync, lstatSync, openSync, renameSync, writeSync } from "node:fs";
import { isAbsolute } from "node:path";
import process from "node:process";

/** The maximum size of a log; then it is renamed with the suffix `.1`, and a new one is started. */
const MAX_BYTES = 1024 * 1024;

/**
 * Appends a line to the helper's log. Creates the file, private to the user; follows no links, and only writes to regular files of this
 * user, so that a path in a shared directory cannot redirect it. A failure is ignored: Docker gets its response.
 *
 * @param path Absolute; a relative one would depend on where Docker runs.
 */
export function appendAnswer(path: string, line: string): void {
  if (!isAbsolute(path)) return;
  try {
    const { size, ino } = append(path, line);
    // Another process may have renamed it: the new one must not replace it.
    if (size > MAX_BYTES && lstatSync(path).ino === ino) renameSync(path, `${path}.1`);
  } catch {
    // A full disk or a missing directory: Docker gets its response anyway.
  }
}

/** @returns The file that was written to, and its size; 0 if nothing was written. */
function append(path: string, line: string): { readonly size: number; readonly ino: number } {
  // Windows has neither flag. A pipe without a reader fails at once instead of blocking.
  const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const file = openSync(path, O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW | O_NONBLOCK, 0o600);
  try {
    const stats = fstatSync(file);
    const own = process.geteuid?.();
    if (!stats.isFile() || (own !== undefined && stats.uid !== own)) return { size: 0, ino: 0 };
    writeSync(file, line);
    return { size: stats.size + line.length, ino: stats.ino };
  } finally {
    closeSync(file);
  }
}
