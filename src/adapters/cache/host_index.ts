import { replaceFile } from "../fs/atomic_replace.ts";
import { readPrivateSync } from "../fs/private_read.ts";
import { isSafeByName } from "../fs/root_own_way.ts";
import { removeFile } from "../fs/remove_file.ts";

/** The index of a cache: which registries have a token, and until when, so that nobody reads the tokens to know. */
const INDEX = ".hosts";
/** A larger one is made anew. Some eight hundred thousand lines. */
const MAX_BYTES = 64 * 1024 * 1024;
/** A smaller one is not worth to be shortened. */
const MIN_COMPACT_BYTES = 64 * 1024;
const ATTEMPTS = 3;
/** The first line: the index of one process that made it. */
const BEGIN_REGEXP = /^begin (?<id>[0-9a-f]{16})$/;
const LINE_REGEXP = /^(?<name>[0-9a-f]{64}) (?<endsAt>\d{1,15}) (?<host>[\w.-]{1,253})$/;

/** What the index says of one key; its last line holds. */
export interface IndexLine {
  /** The name of the key's file, without suffix. */
  readonly name: string;
  readonly host: string;
  /** When its token ends; undefined when it has none any more. */
  readonly endsAt: Date | undefined;
}

/** Adds lines to the index, where there is one: {@linkcode indexedHosts} makes it, as most caches are never listed. Never fails. */
export async function noteInIndex(directory: string, lines: readonly IndexLine[]): Promise<void> {
  if (lines.length === 0) return;
  try {
    await addText(directory, encode(lines));
  } catch {
    // None, or none that can be written: the tokens are read in its place.
  }
}

async function addText(directory: string, text: string): Promise<void> {
  const path = `${directory}/${INDEX}`;
  // In a directory of another user, its name may lead root anywhere; without what would be noted it is no index any more.
  if (!isSafeByName(directory)) return void await removeFile(path);
  const bytes = new TextEncoder().encode(text);
  // Another process may have put a shorter one in its place, once a day.
  for (let attempt = 1; attempt <= ATTEMPTS && !await append(path, bytes); attempt++);
}

/** @returns Whether the file is still there under its name. */
async function append(path: string, text: Uint8Array): Promise<boolean> {
  using file = await Deno.open(path, { append: true });
  // At once: lines of several processes do not mix.
  await file.write(text);
  return (await file.stat()).ino === (await Deno.stat(path)).ino;
}

/**
 * The registries with a token that has not ended, in no order.
 *
 * @param readAll Reads every token of the cache, where there is no index that can be used.
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

/** Shortens the index to what has not ended. Never fails. */
export async function compactIndex(directory: string, now: Date): Promise<void> {
  const path = `${directory}/${INDEX}`;
  if (!isSafeByName(directory)) return;
  try {
    using old = await Deno.open(path, { read: true });
    const { size } = await old.stat();
    const known = size < MIN_COMPACT_BYTES ? undefined : readIndex(directory);
    if (known === undefined) return;
    const living = known.filter(({ endsAt }) => endsAt !== undefined && endsAt > now);
    const id = newId();
    const text = `begin ${id}\n${encode(living)}complete ${id}\n`;
    await replaceFile(path, new TextEncoder().encode(text), { durable: false });
    await copyRest(old, size, path);
  } catch {
    // Longer than it need be.
  }
}

/** Takes over what others added while the index was shortened. */
async function copyRest(old: Deno.FsFile, from: number, path: string): Promise<void> {
  await old.seek(from, Deno.SeekMode.Start);
  const rest = await new Response(old.readable).bytes();
  if (rest.length === 0) return;
  await Deno.writeFile(path, rest, { append: true, create: false });
}

async function makeIndex(
  directory: string,
  readAll: () => Promise<readonly IndexLine[]>,
): Promise<readonly IndexLine[]> {
  const path = `${directory}/${INDEX}`;
  if (!isSafeByName(directory)) return await readAll();
  const id = newId();
  try {
    await removeFile(path).catch(() => undefined);
    // Before the tokens are read: what comes meanwhile is noted by those who write it.
    await Deno.writeTextFile(path, `begin ${id}\n`, { createNew: true, mode: 0o600 });
  } catch {
    return await readAll();
  }
  const lines = await readAll();
  // Last: without it nobody takes the index for whole, whatever ended this process or filled the disk.
  await addText(directory, `${encode(lines)}complete ${id}\n`).catch(() => undefined);
  return lines;
}

/** The last line of each key; undefined where there is no index, or one that is damaged, too large or not this user's alone. */
function readIndex(directory: string): readonly IndexLine[] | undefined {
  try {
    const file = readPrivateSync(`${directory}/${INDEX}`, MAX_BYTES);
    if (file.kind !== "read") return undefined;
    const lines = new TextDecoder("utf-8", { fatal: true }).decode(file.bytes).split("\n");
    // Without the line end the last line may not be whole.
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
