import { closeSync, constants, fstatSync, openSync, renameSync, writeSync } from "node:fs";
import { isAbsolute } from "node:path";
import process from "node:process";

/** A log that is larger begins anew; the old one is kept beside it, under its name and `.1`. */
const MAX_BYTES = 1024 * 1024;

/**
 * Appends a line to the log of the helper. It makes the file, for its user alone; it follows no link, and writes to nothing but a regular
 * file of this user, so that a path in a shared directory can lead it nowhere else. Whatever fails leaves no line: the answer stands.
 *
 * @param path Absolute; a relative one would depend on who runs Docker where.
 */
export function appendAnswer(path: string, line: string): void {
  if (!isAbsolute(path)) return;
  try {
    if (append(path, line) > MAX_BYTES) renameSync(path, `${path}.1`);
  } catch {
    // A full disk, a directory that is gone: Docker gets its answer all the same.
  }
}

/** @returns The size of the file then; 0 where nothing was written. */
function append(path: string, line: string): number {
  // Windows knows neither of the two. A pipe without a reader fails at once instead of waiting for one.
  const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const file = openSync(path, O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW | O_NONBLOCK, 0o600);
  try {
    const { uid, size } = fstatSync(file);
    const isRegular = fstatSync(file).isFile();
    const own = process.geteuid?.();
    if (!isRegular || (own !== undefined && uid !== own)) return 0;
    writeSync(file, line);
    return size + line.length;
  } finally {
    closeSync(file);
  }
}
