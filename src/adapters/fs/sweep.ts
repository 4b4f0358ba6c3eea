import { dirname, join } from "node:path";
import { isLiveTempFile } from "./live_temp_files.ts";
import { isAnyTempFileName, isTempFileName } from "./temp_file_name.ts";
import { removeFile } from "./remove_file.ts";

/** Which files are left over. */
export interface SweepOptions {
  /** Milliseconds since the last change. @default {60000} */
  readonly olderThanMs?: number;
  /** @default {the current time} */
  readonly now?: Date;
}

const DEFAULT_AGE_MS = 60_000;

/**
 * Removes the temporary files beside `target` that killed processes of this program left. They contain secrets. Call it under the lock of
 * the target; what cannot be removed stays.
 *
 * @returns How many were removed.
 */
export function sweepTempFiles(target: string, options: SweepOptions = {}): Promise<number> {
  return sweep(dirname(target), (name) => isTempFileName(name, target), options);
}

/**
 * Removes all temporary files of a directory, regardless of age: call it under a lock that every writer takes.
 *
 * @returns How many were removed.
 */
export function sweepDirectory(directory: string): Promise<number> {
  return sweep(directory, isAnyTempFileName, { olderThanMs: 0 });
}

async function sweep(
  directory: string,
  isMeant: (name: string) => boolean,
  { olderThanMs = DEFAULT_AGE_MS, now = new Date() }: SweepOptions,
): Promise<number> {
  let removed = 0;
  try {
    for await (const { name, isFile } of Deno.readDir(directory)) {
      const path = join(directory, name);
      if (!isFile || !isMeant(name) || isLiveTempFile(path)) continue;
      const { mtime } = await Deno.lstat(path);
      if (mtime === null || now.getTime() - mtime.getTime() < olderThanMs) continue;
      if (await removeFile(path)) removed++;
    }
  } catch {
    // A failed sweep must not prevent a login.
  }
  return removed;
}
