import { dirname, join } from "node:path";
import { isLiveTempFile } from "./live_temp_files.ts";
import { isTempFileName } from "./temp_file_name.ts";

/** What counts as left behind. */
export interface SweepOptions {
  /** Milliseconds since the last change. @default {60000} */
  readonly olderThanMs?: number;
  /** @default {the current time} */
  readonly now?: Date;
}

const DEFAULT_AGE_MS = 60_000;

/**
 * Removes the temporary files beside `target` that killed processes of this program left behind. They hold secrets. Call it under
 * the lock of the target; what cannot be removed stays.
 *
 * @returns How many were removed.
 */
export async function sweepTempFiles(target: string, options: SweepOptions = {}): Promise<number> {
  const { olderThanMs = DEFAULT_AGE_MS, now = new Date() } = options;
  const directory = dirname(target);
  let removed = 0;
  try {
    for await (const { name, isFile } of Deno.readDir(directory)) {
      const path = join(directory, name);
      if (!isFile || !isTempFileName(name, target) || isLiveTempFile(path)) continue;
      const { mtime } = await Deno.lstat(path);
      if (mtime === null || now.getTime() - mtime.getTime() < olderThanMs) continue;
      await Deno.remove(path);
      removed++;
    }
  } catch {
    // Tidying up must not keep anyone from logging in.
  }
  return removed;
}
