import { join } from "node:path";
import { inputBytes, type ObservedInput, type ResolvedEntry } from "../../domain/helper/resolved_format.ts";
import { replaceFile } from "../fs/atomic_replace.ts";
import { tryLock } from "../fs/file_lock.ts";
import { isSafeByName, removeFile } from "../fs/guarded_directory.ts";
import { isRefusedSync } from "../fs/private_read.ts";
import { ifExists } from "../fs/system_error.ts";
import { sweepDirectory } from "../fs/temp_files.ts";
import { sha256 } from "./cache_readers.ts";

/** How often a cache is pruned, and how long a file must be untouched before it can be removed, in milliseconds. */
export const DAY_MS = 24 * 60 * 60_000;
/** Milliseconds after which an unused entry is removed: nothing else removes it when its pin or project is gone. */
const UNUSED_MS = 30 * DAY_MS;
/** The time limit of a caller, in milliseconds. The rest is left for the next time. */
const MAX_DURATION_MS = 500;
/** Its modification time is the time of the last pruning. */
const MARKER = ".pruned";
const OWN_FILE_REGEXP = /^(?<name>[0-9a-f]{64})\.(?:json|lock)$/;

/** Replaces a file of a cache. It inherits nothing from a link, or from a file with another owner or mode. */
export async function writeCacheFile(path: string, text: string): Promise<void> {
  if (isRefusedSync(path)) await removeFile(path).catch(() => undefined);
  await replaceFile(path, new TextEncoder().encode(text), { durable: false });
}

/** The names of inputs, and a salted digest of what they are now. */
export async function digestInputs(
  inputs: readonly ObservedInput[],
): Promise<Pick<ResolvedEntry, "salt" | "inputs" | "digest">> {
  const salt = crypto.getRandomValues(new Uint8Array(16)).toHex();
  return { salt, inputs: inputs.map(({ name }) => name), digest: await sha256(inputBytes(salt, inputs)) };
}

/** A cache of files `<sha256>.json`, each with its lock, `<sha256>.lock`. */
export interface PrunedCache {
  readonly directory: string;
  readonly now: Date;
  /** Whether the files of a key can be removed. @param path Their path, without suffix. */
  isRubbish(name: string, path: string): Promise<boolean>;
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
  await sweepDirectory(directory, { now });
  await prune(cache);
  await cache.afterwards?.();
}

/** As {@linkcode pruneSometimes}, of entries that were not written for thirty days. */
export async function pruneUnused(directory: string): Promise<void> {
  const now = new Date();
  await pruneSometimes({
    directory,
    now,
    isRubbish: (_, path) => isAbandoned(path, { now, forMs: UNUSED_MS }),
  });
}

/** Whether an entry was untouched for a time, or a lock without an entry for a day. @param path Without suffix. */
export async function isAbandoned(
  path: string,
  { now, forMs }: { readonly now: Date; readonly forMs: number },
): Promise<boolean> {
  const entry = await ifExists(Deno.lstat(`${path}.json`));
  const { mtime } = entry ?? await ifExists(Deno.lstat(`${path}.lock`)) ?? { mtime: null };
  return mtime === null || now.getTime() - mtime.getTime() > (entry === undefined ? DAY_MS : forMs);
}

async function prune(cache: PrunedCache): Promise<void> {
  const endsAt = performance.now() + MAX_DURATION_MS;
  const files = await Array.fromAsync(
    Deno.readDir(cache.directory),
    ({ name }) => OWN_FILE_REGEXP.exec(name),
  );
  const names = [...new Set(files.flatMap((match) => match?.groups?.["name"] ?? []))];
  // Starts at another place each time: valid entries are examined again and again, and must not use up the time.
  const start = Math.floor(Math.random() * names.length);
  for (const name of [...names.slice(start), ...names.slice(0, start)]) {
    if (performance.now() > endsAt) return;
    await pruneKey(cache, name);
  }
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
