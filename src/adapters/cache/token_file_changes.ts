import { encodeCacheEntry } from "../../domain/token/cache_format.ts";
import type { CacheEntry } from "../../domain/token/cache_entry.ts";
import type { EnvironmentError } from "../../domain/errors/errors.ts";
import { replaceFile } from "../fs/atomic_replace.ts";
import { ensurePrivateDirectory } from "../fs/private_directory.ts";
import { readMachineClock } from "../fs/machine_clock.ts";
import { isPrivateSync } from "../fs/private_read.ts";
import { unremovable } from "../fs/state_failures.ts";
import { ifExists } from "../fs/system_error.ts";
import { DAY_MS, isUntouched, pruneSometimes } from "./daily_prune.ts";
import { compactIndex, indexedHosts, type IndexLine, noteInIndex } from "./host_index.ts";
import { readEntry } from "./token_file_reader.ts";
import { removeFile } from "../fs/remove_file.ts";

/** Names of the files that hold entries. */
const ENTRY_REGEXP = /^(?<name>[0-9a-f]{64})\.json$/;

/** Writes an entry, in place of whatever stands there, and now and then tidies up. Does nothing where that cannot be done. */
export async function writeEntry(
  directory: string,
  name: string,
  { entry, now }: { readonly entry: CacheEntry; readonly now: Date },
): Promise<void> {
  const path = `${directory}/${name}.json`;
  try {
    await ensurePrivateDirectory(directory);
    // A link, or a file of another owner or mode, must not pass anything on to the new one.
    if (!isPrivateSync(path)) await removeFile(path).catch(() => undefined);
    await replaceFile(path, new TextEncoder().encode(encodeCacheEntry(name, entry, readMachineClock())), {
      durable: false,
    });
    await noteInIndex(directory, [{ name, host: entry.host, endsAt: entry.token?.expiresAt }]);
    await pruneSometimes({
      directory,
      now,
      afterwards: () => compactIndex(directory, now),
      isRubbish: (name, path) => isRubbish(path, { entry: readEntry(directory, name), now }),
    });
  } catch {
    // Costs speed, and nothing else: the next process asks AWS.
  }
}

/** Every entry that can be read. */
export async function listEntries(directory: string): Promise<CacheEntry[]> {
  const entries: CacheEntry[] = [];
  for (const name of await entryNames(directory)) {
    const entry = readEntry(directory, name);
    if (entry !== undefined) entries.push(entry);
  }
  return entries;
}

/**
 * Removes the entries that are to go.
 *
 * @returns How many.
 * @throws {EnvironmentError} `STATE_UNUSABLE` when one of them cannot be removed; the others are.
 */
export async function removeEntries(
  directory: string,
  isToGo: (entry: CacheEntry) => boolean,
): Promise<number> {
  const removed: IndexLine[] = [];
  let failure: EnvironmentError | undefined;
  for (const name of await entryNames(directory)) {
    const entry = readEntry(directory, name);
    if (entry === undefined || !isToGo(entry)) continue;
    const path = `${directory}/${name}.json`;
    try {
      const isRemoved = await removeFile(path);
      if (isRemoved) removed.push({ name, host: entry.host, endsAt: undefined });
    } catch (error) {
      failure ??= unremovable(`the cached token for ${entry.host}, "${path}"`, error);
    }
  }
  await noteInIndex(directory, removed);
  if (failure !== undefined) throw failure;
  return removed.length;
}

/** The registries with a token that has not ended. */
export async function listHosts(directory: string, now: Date): Promise<readonly string[]> {
  return await indexedHosts(directory, now, async () => {
    const lines: IndexLine[] = [];
    for (const name of await entryNames(directory)) {
      const entry = readEntry(directory, name);
      if (entry?.token !== undefined) {
        lines.push({ name, host: entry.host, endsAt: entry.token.expiresAt });
      }
    }
    return lines;
  });
}

/** The names, without suffix, of the files that may be entries. */
async function entryNames(directory: string): Promise<string[]> {
  try {
    const names = await Array.fromAsync(Deno.readDir(directory), ({ name }) => ENTRY_REGEXP.exec(name));
    return names.flatMap((match) => match?.groups?.["name"] ?? []).toSorted();
  } catch {
    return [];
  }
}

/** A token that has ended; a damaged or foreign file, or a lock alone, that nobody has touched for a day. */
async function isRubbish(
  path: string,
  { entry, now }: { readonly entry: CacheEntry | undefined; readonly now: Date },
): Promise<boolean> {
  if (entry?.token !== undefined) return entry.token.expiresAt.getTime() <= now.getTime();
  const file = await ifExists(Deno.lstat(`${path}.json`)) === undefined ? `${path}.lock` : `${path}.json`;
  return await isUntouched(file, { now, forMs: DAY_MS });
}
