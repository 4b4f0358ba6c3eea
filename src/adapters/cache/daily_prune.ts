import { join } from "node:path";
import { isLiveTempFile } from "../fs/live_temp_files.ts";
import { ifExists } from "../fs/system_error.ts";
import { isSafeByName } from "../fs/root_own_way.ts";
import { removeFile } from "../fs/remove_file.ts";
import { tryLock } from "../fs/try_lock.ts";

/** How often a cache is pruned, and how long a file must be untouched before it can be removed, in milliseconds. */
export const DAY_MS = 24 * 60 * 60_000;
/** The time limit of a caller, in milliseconds. The rest is left for the next time. */
const MAX_DURATION_MS = 500;
/** Its modification time is the time of the last pruning. */
const MARKER = ".pruned";
const OWN_FILE_REGEXP = /^(?<name>[0-9a-f]{64})\.(?:json|lock)$/;
/** The names that `tempFilePath` creates for an entry, whose name it shortens. */
const TEMP_FILE_REGEXP = /^\.[0-9a-f]{60}\.[0-9]+\.[0-9a-f]{16}\.atmos-ecr\.tmp$/;
/** Milliseconds after which a temporary file is no longer in use. */
const TEMP_AGE_MS = 60_000;

/** A cache of files `<sha256>.json`, each with its lock, `<sha256>.lock`. */
export interface PrunedCache {
  readonly directory: string;
  readonly now: Date;
  /**
   * Whether the files of a key can be removed.
   *
   * @param path Their path, without suffix.
   */
  isRubbish(name: string, path: string): Promise<boolean>;
  /** Additional work. */
  afterwards?(): Promise<void>;
}

/**
 * Prunes a cache, unless that was done today: entries that can be removed, locks without an entry, temporary files of killed processes,
 * which contain what an entry contains.
 */
export async function pruneSometimes(cache: PrunedCache): Promise<void> {
  const { directory, now } = cache;
  // The marker is written by name; the directory's owner prunes anyway.
  if (!isSafeByName(directory)) return;
  const marker = join(directory, MARKER);
  const last = await ifExists(Deno.stat(marker));
  if (last?.mtime && Math.abs(now.getTime() - last.mtime.getTime()) < DAY_MS) return;
  // Before the work, so that no other process does it as well.
  (await Deno.open(marker, { write: true, create: true, mode: 0o600 })).close();
  await Deno.utime(marker, now, now);
  await prune(cache);
  await cache.afterwards?.();
}

/** Whether a file was untouched for a while. A missing file counts as untouched. */
export async function isUntouched(path: string, { now, forMs }: {
  readonly now: Date;
  readonly forMs: number;
}): Promise<boolean> {
  const mtime = (await ifExists(Deno.lstat(path)))?.mtime ?? undefined;
  return mtime === undefined || now.getTime() - mtime.getTime() > forMs;
}

async function prune(cache: PrunedCache): Promise<void> {
  const { directory, now } = cache;
  const endsAt = performance.now() + MAX_DURATION_MS;
  const names = new Set<string>();
  for await (const { name: file } of Deno.readDir(directory)) {
    const name = OWN_FILE_REGEXP.exec(file)?.groups?.["name"];
    if (name !== undefined) names.add(name);
    else if (TEMP_FILE_REGEXP.test(file)) await sweep(join(directory, file), now);
  }
  // Starts at another place each time: valid entries are examined again and again, and must not use up the time.
  const all = [...names];
  const start = Math.floor(Math.random() * all.length);
  for (const name of [...all.slice(start), ...all.slice(0, start)]) {
    if (performance.now() > endsAt) return;
    await pruneKey(cache, name);
  }
}

async function sweep(path: string, now: Date): Promise<void> {
  if (isLiveTempFile(path) || !await isUntouched(path, { now, forMs: TEMP_AGE_MS })) return;
  await removeFile(path).catch(() => undefined);
}

/**
 * Removes the files of one key if possible. Only under its lock, so that no process that is calling AWS loses its result. The lock file is
 * removed, too: a process that has it open notices after locking it that it no longer exists, and creates a new one.
 */
async function pruneKey(cache: PrunedCache, name: string): Promise<void> {
  const path = join(cache.directory, name);
  if (!await cache.isRubbish(name, path)) return;
  using lock = await tryLock(`${path}.lock`);
  if (lock === undefined || !await cache.isRubbish(name, path)) return;
  await removeFile(`${path}.json`).catch(() => undefined);
  await removeFile(`${path}.lock`).catch(() => undefined);
}
