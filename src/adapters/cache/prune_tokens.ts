import { join } from "node:path";
import { type FileLock, lockFile } from "../fs/file_lock.ts";
import { sweepTempFiles } from "../fs/sweep.ts";
import { ifExists } from "../fs/system_error.ts";
import { readEntry } from "./token_file_reader.ts";

/** How often a cache is tidied up, and how old a file must be to be rubbish, in milliseconds. */
const DAY_MS = 24 * 60 * 60_000;
/** No caller waits longer for it, in milliseconds. What is left is for the next time. */
const MAX_DURATION_MS = 500;
/** Its time of change says when the cache was last tidied up. */
const MARKER = ".pruned";
const OWN_FILE_REGEXP = /^(?<name>[0-9a-f]{64})\.(?:json|lock)$/;
/** What `tempFilePath` makes of the name of an entry, which it shortens. */
const TEMP_FILE_REGEXP = /^\.(?<start>[0-9a-f]{60})\..+\.tmp$/;

/** Tidies up a cache, unless that was done today: tokens that have ended, locks without a token, temporary files of killed processes. */
export async function pruneSometimes(directory: string, now: Date): Promise<void> {
  const marker = join(directory, MARKER);
  const last = await ifExists(Deno.stat(marker));
  if (last?.mtime && Math.abs(now.getTime() - last.mtime.getTime()) < DAY_MS) return;
  // Before the work, so that no other process does it as well.
  (await Deno.open(marker, { write: true, create: true, mode: 0o600 })).close();
  await Deno.utime(marker, now, now);
  await prune(directory, now);
}

async function prune(directory: string, now: Date): Promise<void> {
  const endsAt = performance.now() + MAX_DURATION_MS;
  const names = new Set<string>();
  const temps = new Set<string>();
  for await (const { name: file } of Deno.readDir(directory)) {
    const name = OWN_FILE_REGEXP.exec(file)?.groups?.["name"];
    const start = TEMP_FILE_REGEXP.exec(file)?.groups?.["start"];
    if (name !== undefined) names.add(name);
    if (start !== undefined) temps.add(start);
  }
  for (const start of temps) await sweepTempFiles(join(directory, start), { now });
  for (const name of names) {
    if (performance.now() > endsAt) return;
    await pruneKey(join(directory, name), { name, directory, now });
  }
}

/**
 * Removes the files of one key if they are rubbish. Only under its lock, so that no process that is just asking AWS loses its answer.
 * The lock file may go, too: whoever has it open finds out after locking it that it is not there any more, and makes a new one.
 */
async function pruneKey(
  path: string,
  { name, directory, now }: { readonly name: string; readonly directory: string; readonly now: Date },
): Promise<void> {
  if (!await isRubbish(path, { name, directory, now })) return;
  using lock = await tryLock(`${path}.lock`);
  if (lock === undefined || !await isRubbish(path, { name, directory, now })) return;
  await Deno.remove(`${path}.json`).catch(() => undefined);
  await Deno.remove(`${path}.lock`).catch(() => undefined);
}

/** A token that has ended; a damaged or foreign file, or a lock alone, that nobody has touched for a day. */
async function isRubbish(
  path: string,
  { name, directory, now }: { readonly name: string; readonly directory: string; readonly now: Date },
): Promise<boolean> {
  const entry = readEntry(directory, name);
  if (entry?.token !== undefined) return entry.token.expiresAt.getTime() <= now.getTime();
  const info = await ifExists(Deno.lstat(`${path}.json`)) ?? await ifExists(Deno.lstat(`${path}.lock`));
  return info?.mtime ? now.getTime() - info.mtime.getTime() > DAY_MS : false;
}

async function tryLock(path: string): Promise<FileLock | undefined> {
  try {
    return await lockFile(path, { timeoutMs: 0 });
  } catch {
    return undefined;
  }
}
