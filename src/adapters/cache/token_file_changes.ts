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

/** The names of entry files. */
const ENTRY_REGEXP = /^(?<name>[0-9a-f]{64})\.json$/;

/** Writes an entry, replacing any existing one, and prunes occasionally. Does nothing if that is impossible. */
export async function writeEntry(
  directory: string,
  name: string,
  { entry, now }: { readonly entry: CacheEntry; readonly now: Date },
): Promise<void> {
  const path = `${directory}/${name}.json`;
  try {
    await ensurePrivateDirectory(directory);
    // The new file must not inherit anything from a link, or from a file with another owner or mode.
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
    // Only costs speed: the next process calls AWS.
  }
}

/** Every readable entry. */
export async function listEntries(directory: string): Promise<CacheEntry[]> {
  const entries: CacheEntry[] = [];
  for (const name of await entryNames(directory)) {
    const entry = readEntry(directory, name);
    if (entry !== undefined) entries.push(entry);
  }
  return entries;
}

/**
 * Removes matching entries.
 *
 * @returns How many.
 * @throws {EnvironmentError} `STATE_UNUSABLE` if one of them cannot be removed; the others are.
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

/** The registries with a token that has not expired. */
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

/** An expired token; or a damaged or foreign file, or a lock without an entry, that was untouched for a day. */
async function isRubbish(
  path: string,
  { entry, now }: { readonly entry: CacheEntry | undefined; readonly now: Date },
): Promise<boolean> {
  if (entry?.token !== undefined) return entry.token.expiresAt.getTime() <= now.getTime();
  const file = await ifExists(Deno.lstat(`${path}.json`)) === undefined ? `${path}.lock` : `${path}.json`;
  return await isUntouched(file, { now, forMs: DAY_MS });
}
