// deno-lint-ignore-file no-sync-fn-in-async-fn -- a look at a path takes microseconds, and a thread for it a hundred.
import { basename, dirname, join } from "node:path";
import { removeFile } from "./guarded_directory.ts";

/** Keeps the whole name within the 255 bytes of common file systems, in any alphabet. */
const MAX_BASE_LENGTH = 60;
/** The process that created it, and eight random bytes. */
const TAIL_REGEXP = /^[0-9]+\.[0-9a-f]{16}\.atmos-ecr\.tmp$/;

/** An unguessable path for a temporary file beside `target`: `.config.json.<pid>.<random>.atmos-ecr.tmp`. */
export function tempFilePath(target: string): string {
  const random = crypto.getRandomValues(new Uint8Array(8)).toHex();
  return join(dirname(target), `${prefixOf(target)}${Deno.pid}.${random}.atmos-ecr.tmp`);
}

/** Whether {@linkcode tempFilePath} created a file name for this target, in any process. */
export function isTempFileName(name: string, target: string): boolean {
  const prefix = prefixOf(target);
  return name.startsWith(prefix) && TAIL_REGEXP.test(name.slice(prefix.length));
}

/** Whether {@linkcode tempFilePath} created a file name, for any target. */
function isAnyTempFileName(name: string): boolean {
  return name.startsWith(".") && TAIL_REGEXP.test(name.split(".").slice(-4).join("."));
}

function prefixOf(target: string): string {
  return `.${basename(target).slice(0, MAX_BASE_LENGTH)}.`;
}

/** Temporary files of this process that exist or are about to be created. They contain secrets. */
const live = new Set<string>();

/** Registers a temporary file. Call it before the file is created, and dispose of the result when it is gone. */
export function trackTempFile(path: string): Disposable {
  live.add(path);
  return { [Symbol.dispose]: () => void live.delete(path) };
}

/** Removes every temporary file of this process. For signal handlers, which end it right after: synchronous, and ignores errors. */
export function removeLiveTempFilesSync(): void {
  for (const path of live) {
    try {
      Deno.removeSync(path);
    } catch {
      // Not created yet, or already renamed: nothing to remove.
    }
  }
}

interface SweepOptions {
  /** Milliseconds since the last change. @default {60000} */
  readonly olderThanMs?: number;
  /** @default {the current time} */
  readonly now?: Date;
}

/**
 * Removes the temporary files beside `target` that killed processes of this program left. They contain secrets. Call it under the lock of
 * the target; what cannot be removed stays.
 *
 * @returns How many were removed.
 */
export function sweepTempFiles(target: string, options: SweepOptions = {}): Promise<number> {
  return sweep(dirname(target), (name) => isTempFileName(name, target), options);
}

/** As {@linkcode sweepTempFiles} for all targets in a directory; of any age if `olderThanMs` is 0, under a lock that every writer takes. */
export function sweepDirectory(directory: string, options: SweepOptions): Promise<number> {
  return sweep(directory, isAnyTempFileName, options);
}

async function sweep(
  directory: string,
  isMeant: (name: string) => boolean,
  { olderThanMs = 60_000, now = new Date() }: SweepOptions,
): Promise<number> {
  let removed = 0;
  try {
    for (const { name, isFile } of Deno.readDirSync(directory)) {
      const path = join(directory, name);
      if (!isFile || !isMeant(name) || live.has(path)) continue;
      if (await removeIfOld(path, { olderThanMs, now })) removed++;
    }
  } catch {
    // A failed sweep must not prevent a login.
  }
  return removed;
}

/** Whether a file was old, and is gone. One that another process has just renamed, or that cannot be removed, does not keep the others. */
async function removeIfOld(path: string, { olderThanMs, now }: Required<SweepOptions>): Promise<boolean> {
  try {
    const { mtime } = await Deno.lstat(path);
    return mtime !== null && now.getTime() - mtime.getTime() >= olderThanMs && await removeFile(path);
  } catch {
    return false;
  }
}
