import { replaceFile } from "../fs/atomic_replace.ts";
import { readPrivateSync } from "../fs/private_read.ts";
import { isSafeByName, removeFile } from "../fs/guarded_directory.ts";
import { tryLock } from "../fs/file_lock.ts";

/** The index of a cache: the registries with a token and its expiry, so that tokens need not be read to list them. */
const INDEX = ".hosts";
/** A larger index is rebuilt. About eight hundred thousand lines. */
const MAX_BYTES = 64 * 1024 * 1024;
/** A smaller index is not worth compacting. */
const MIN_COMPACT_BYTES = 64 * 1024;
const ATTEMPTS = 3;
/** The first line: the id of the process that created the index. */
const BEGIN_REGEXP = /^begin (?<id>[0-9a-f]{16})$/;
const LINE_REGEXP = /^(?<name>[0-9a-f]{64}) (?<endsAt>\d{1,15}) (?<host>[\w.-]{1,253})$/;

/** The entry of one key; the last line of a key applies. */
export interface IndexLine {
  /** The name of the key's file, without suffix. */
  readonly name: string;
  readonly host: string;
  /** The expiry of its token; undefined without a token. */
  readonly endsAt: Date | undefined;
}

/** Adds lines to an existing index. It is created by {@linkcode indexedHosts}, since most caches are never listed. Never fails. */
export async function noteInIndex(directory: string, lines: readonly IndexLine[]): Promise<void> {
  // Without an index, or with one that is not writable, the tokens are read instead.
  if (lines.length > 0) await addText(directory, encode(lines)).catch(() => undefined);
}

async function addText(directory: string, text: string): Promise<void> {
  const path = `${directory}/${INDEX}`;
  // In another user's directory, the name may lead root anywhere; without these lines, the index is no longer valid.
  if (!isSafeByName(directory)) return void await removeFile(path);
  const bytes = new TextEncoder().encode(text);
  // Another process may have compacted it, once a day.
  for (let attempt = 1; attempt <= ATTEMPTS && !await append(path, bytes); attempt++);
}

/** @returns Whether the file still exists under its name. */
async function append(path: string, text: Uint8Array): Promise<boolean> {
  using file = await Deno.open(path, { append: true });
  // In one write, so that lines of several processes do not mix.
  await file.write(text);
  return (await file.stat()).ino === (await Deno.stat(path)).ino;
}

/**
 * The registries with a token that has not expired, in no order.
 *
 * @param readAll Reads every token of the cache, if there is no usable index.
 */
export async function indexedHosts(
  directory: string,
  now: Date,
  readAll: () => Promise<readonly IndexLine[]>,
): Promise<readonly string[]> {
  const known = readIndex(directory) ?? await makeIndex(directory, readAll);
  return [
    ...new Set(known.flatMap(({ host, endsAt }) => endsAt !== undefined && endsAt > now ? [host] : [])),
  ];
}

/** Compacts the index to what has not expired. Never fails. */
export async function compactIndex(directory: string, now: Date): Promise<void> {
  const path = `${directory}/${INDEX}`;
  if (!isSafeByName(directory)) return;
  try {
    const { size } = await Deno.stat(path);
    if (size >= MIN_COMPACT_BYTES) await alone(directory, () => compact(directory, now));
  } catch {
    // It contains lines that are no longer needed.
  }
}

async function compact(directory: string, now: Date): Promise<void> {
  const path = `${directory}/${INDEX}`;
  using old = await Deno.open(path, { read: true });
  const { size } = await old.stat();
  const known = readIndex(directory);
  if (known === undefined) return;
  const living = known.filter(({ endsAt }) => endsAt !== undefined && endsAt > now);
  const id = newId();
  const text = `begin ${id}\n${encode(living)}`;
  await replaceFile(path, new TextEncoder().encode(text), { durable: false });
  // Lines that others added during compaction. An index without them is not complete.
  await old.seek(size, Deno.SeekMode.Start);
  const rest = await new Response(old.readable).text();
  await Deno.writeTextFile(path, `${rest}complete ${id}\n`, { append: true, create: false });
}

/**
 * Puts another file in the place of the index. Two that do this at the same time would each lose what is recorded in the file of the
 * other. Undefined if another process does it.
 */
async function alone<T>(directory: string, work: () => Promise<T>): Promise<T | undefined> {
  const path = `${directory}/${INDEX}.lock`;
  using lock = await tryLock(path);
  if (lock === undefined) return undefined;
  try {
    return await work();
  } finally {
    // A process that waits for it notices that it no longer exists.
    await removeFile(path).catch(() => undefined);
  }
}

/** Reads all tokens, and creates the index if no other process does. */
async function makeIndex(
  directory: string,
  readAll: () => Promise<readonly IndexLine[]>,
): Promise<readonly IndexLine[]> {
  if (!isSafeByName(directory)) return await readAll();
  const made = await alone(directory, async () => {
    const path = `${directory}/${INDEX}`;
    const id = newId();
    try {
      await removeFile(path).catch(() => undefined);
      // Before the tokens are read: other processes record later ones themselves.
      await Deno.writeTextFile(path, `begin ${id}\n`, { createNew: true, mode: 0o600 });
    } catch {
      return undefined;
    }
    const lines = await readAll();
    // What others have recorded meanwhile is newer than what was read.
    const newer = await Deno.readTextFile(path).catch(() => "");
    const old = lines.filter(({ name }) => !newer.includes(`\n${name} `));
    // Last: without this line, the index does not count as complete, even if the process was killed or the disk is full.
    await addText(directory, `${encode(old)}complete ${id}\n`).catch(() => undefined);
    return readIndex(directory) ?? lines;
  });
  return made ?? await readAll();
}

/** The last line of each key; undefined if there is no index, or if it is damaged, too large or not private. */
function readIndex(directory: string): readonly IndexLine[] | undefined {
  try {
    const file = readPrivateSync(`${directory}/${INDEX}`, MAX_BYTES);
    if (file.kind !== "read") return undefined;
    const lines = new TextDecoder("utf-8", { fatal: true }).decode(file.bytes).split("\n");
    // Without a line end, the last line may be incomplete.
    if (lines.pop() !== "") return undefined;
    const end = `complete ${BEGIN_REGEXP.exec(lines.shift() ?? "")?.groups?.["id"]}`;
    if (!lines.includes(end)) return undefined;
    const known = new Map<string, IndexLine>();
    for (const line of lines) {
      if (line.startsWith("complete ")) continue;
      const { name, endsAt = "", host } = LINE_REGEXP.exec(line)?.groups ?? {};
      if (name === undefined || host === undefined) return undefined;
      known.set(name, { name, host, endsAt: endsAt === "0" ? undefined : new Date(Number(endsAt)) });
    }
    return [...known.values()];
  } catch {
    return undefined;
  }
}

function newId(): string {
  return crypto.getRandomValues(new Uint8Array(8)).toHex();
}

function encode(lines: readonly IndexLine[]): string {
  return lines.map(({ name, host, endsAt }) => `${name} ${endsAt?.getTime() ?? 0} ${host}\n`).join("");
}
