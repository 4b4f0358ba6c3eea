import { decodeText } from "../../domain/files/json_fields.ts";
import type { IdentityPin } from "../../domain/helper/registry_pin.ts";
import {
  decodeResolved,
  inputBytes,
  type InputName,
  type ObservedInput,
  type ResolvedEntry,
  resolvedKeyText,
  seenEntries,
  seenVariable,
} from "../../domain/helper/resolved_format.ts";
import type { Definition } from "../../domain/identity/definition.ts";
import {
  type CacheEntry,
  decodeCacheEntry,
  type TokenKey,
  tokenKeyText,
} from "../../domain/token/cache_entry.ts";
import type { ResolvedReader, TokenReader } from "../../ports/state.ts";
import { readMachineClock } from "../fs/machine_clock.ts";
import { readPrivateSync } from "../fs/private_read.ts";

/** Much larger than an ECR token, which has about two thousand characters. */
const MAX_ENTRY_BYTES = 64 * 1024;

/** Reads a directory with one file per key, `<sha256>.json`. See `TokenFileCache` for the rest. */
export class TokenFileReader implements TokenReader {
  /** Undefined for no cache. */
  protected readonly directory: string | undefined;

  /** @param directory See `tokenDirectory`; undefined for no cache. It need not exist. */
  constructor(directory: string | undefined) {
    this.directory = directory;
  }

  async read(key: TokenKey): Promise<CacheEntry | undefined> {
    if (this.directory === undefined) return undefined;
    return readEntry(this.directory, await tokenFileName(key));
  }
}

/** The name of a key's files, without suffix: the SHA-256 of its text. */
export async function tokenFileName(key: TokenKey): Promise<string> {
  return await sha256(tokenKeyText(key));
}

/** The entry in a file; undefined if it is missing, damaged, owned by another user or readable by others. */
export function readEntry(directory: string, name: string): CacheEntry | undefined {
  try {
    const file = readPrivateSync(`${directory}/${name}.json`, MAX_ENTRY_BYTES);
    if (file.kind !== "read") return undefined;
    const text = decodeText(file.bytes, { fatal: true });
    return decodeCacheEntry(name, text, readMachineClock());
  } catch {
    // The cache only provides speed. Whatever its problem, AWS can still be called.
    return undefined;
  }
}

/** Eight resolutions with fifty files each, and the names of missing files. */
const MAX_RESOLVED_BYTES = 1024 * 1024;

/** Larger files are not compared: the loader rejects them, too. */
const MAX_INPUT_BYTES = 1024 * 1024;

/** Reads a directory with one file per pin, `<sha256>.json`. Without `node:` modules: it is used on a cache hit. */
export class ResolvedFilesReader implements ResolvedReader {
  /** Undefined for no cache. */
  protected readonly directory: string | undefined;
  protected readonly variable: (name: string) => string | undefined;

  /**
   * @param directory See `resolvedDirectory`. It need not exist.
   * @param variable Reads a variable of the real environment.
   */
  constructor(directory: string | undefined, variable: (name: string) => string | undefined) {
    this.directory = directory;
    this.variable = variable;
  }

  async find(pin: IdentityPin): Promise<Definition | undefined> {
    if (this.directory === undefined) return undefined;
    const seen = new Map<string, Uint8Array | undefined>();
    for (const entry of this.entries(await resolvedFileName(pin))) {
      if (await isUnchanged(entry, this.variable, seen)) return entry.definition;
    }
    return undefined;
  }

  /** The resolutions in a file, newest first. */
  protected entries(name: string): readonly ResolvedEntry[] {
    try {
      const file = readPrivateSync(`${this.directory}/${name}.json`, MAX_RESOLVED_BYTES);
      return file.kind === "read" ? decodeResolved(name, decodeText(file.bytes)) : [];
    } catch {
      return [];
    }
  }
}

/**
 * Whether all inputs of an entry still look the same.
 *
 * @param seen What was observed before in this run; what is observed now is added.
 */
export async function isUnchanged(
  { salt, inputs, digest }: Pick<ResolvedEntry, "salt" | "inputs" | "digest">,
  variable: (name: string) => string | undefined,
  seen: Map<string, Uint8Array | undefined>,
): Promise<boolean> {
  const observed: ObservedInput[] = [];
  for (const name of inputs) {
    const key = name.join(" ");
    const known = seen.has(key) ? seen.get(key) : look(name, variable);
    seen.set(key, known);
    if (known === undefined) return false;
    observed.push({ name, seen: known });
  }
  return await sha256(inputBytes(salt, observed)) === digest;
}

/** The name of a pin's file, without suffix. */
export async function resolvedFileName(pin: IdentityPin): Promise<string> {
  return await sha256(resolvedKeyText(pin));
}

/** The SHA-256 of a text or of bytes, hexadecimal. */
export async function sha256(data: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

/** An input as the loader would see it now; undefined if the system does not tell. */
function look(
  [kind, name]: InputName,
  variable: (name: string) => string | undefined,
): Uint8Array | undefined {
  try {
    if (kind === "read") return readSmall(name);
    return new TextEncoder().encode(
      kind === "variable" ? seenVariable(variable(name)) : lookAtPath(kind, name),
    );
  } catch {
    return undefined;
  }
}

function lookAtPath(kind: "kind" | "list" | "owners" | "real", path: string): string {
  switch (kind) {
    case "kind":
      return kindOf(path);
    case "list":
      return seenEntries(
        Array.from(Deno.readDirSync(path), ({ name, isFile, isDirectory, isSymlink }) => ({
          name,
          kind: isSymlink
            ? (kindOf(`${path}/${name}`) === "file" ? "file" : "other")
            : kindName({ isFile, isDirectory }),
        })),
      );
    case "owners":
      return ownersOf(Deno.lstatSync(path), Deno.statSync(path)).join();
    case "real":
      return Deno.realPathSync(path);
  }
}

/** As in `adapters/config/files/file_access.ts`: -1 stands for everyone who may write. */
function ownersOf(link: Deno.FileInfo, target: Deno.FileInfo): readonly number[] {
  const isOpen = target.uid !== null && ((target.mode ?? 0) & 0o002) !== 0;
  return [...[link, target].flatMap(({ uid }) => uid ?? []), ...isOpen ? [-1] : []];
}

function kindOf(path: string): string {
  try {
    return kindName(Deno.statSync(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return "missing";
    throw error;
  }
}

function kindName({ isFile, isDirectory }: Pick<Deno.FileInfo, "isFile" | "isDirectory">): string {
  return isFile ? "file" : isDirectory ? "directory" : "other";
}

function readSmall(path: string): Uint8Array | undefined {
  // A pipe or a device has no end.
  const { isFile, size } = Deno.statSync(path);
  return isFile && size <= MAX_INPUT_BYTES ? Deno.readFileSync(path) : undefined;
}
