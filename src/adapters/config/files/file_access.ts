import { dirname, resolve } from "node:path";
import { CONFIG_LIMITS } from "../../../domain/config/config_limits.ts";
import { isMissing } from "../../fs/system_error.ts";

/** What exists at a path. */
export type PathKind = "file" | "directory" | "other" | "missing";

/** The part of a file system that finding a configuration needs. */
export interface FileAccess {
  /** What exists at a path, following symbolic links. Throws the system's error, except for a missing file. */
  kind(path: string): Promise<PathKind>;
  /** The bytes of a file, at most one more than the limit. */
  read(path: string): Promise<Uint8Array>;
  /**
   * Names and kinds in a directory. Links to files count as files, links to directories as `other`: they could be cyclic, see `glob.ts`.
   */
  list(path: string): AsyncIterable<{ readonly name: string; readonly kind: PathKind }>;
  /** The id of the current user; undefined if files have no owners. */
  user(): number | undefined;
  /**
   * The users who own a path and, for a link, its target; plus {@linkcode EVERYONE} if its mode lets every user write. Empty if files have
   * no owners.
   */
  owners(path: string): Promise<readonly number[]>;
  /** A path without symbolic links. */
  realPath(path: string): Promise<string>;
}

/** Stands for every user among the owners of a path. */
export const EVERYONE = -1;

/** The mode bit that lets users who are neither owner nor in the group write. Reference: chmod(2), S_IWOTH */
const OTHERS_WRITE = 0o002;

/** The file system of the machine. */
export const SYSTEM_FILES: FileAccess = {
  kind: (path) => Promise.try(kindOf, path),
  read: readBounded,
  list: listDirectory,
  user: () => Deno.build.os === "windows" ? undefined : Deno.uid() ?? undefined,
  owners: (path) => Promise.try(ownersOf, path),
  realPath: (path) => Deno.realPath(path),
};

function ownersOf(path: string): readonly number[] {
  const [link, target] = [Deno.lstatSync(path), Deno.statSync(path)];
  const isOpen = target.uid !== null && ((target.mode ?? 0) & OTHERS_WRITE) !== 0;
  return [...[link, target].flatMap(({ uid }) => uid ?? []), ...isOpen ? [EVERYONE] : []];
}

/** At once: a load looks at dozens of paths, and handing a look to a thread takes twenty times as long as the look. */
function kindOf(path: string): PathKind {
  try {
    const info = Deno.statSync(path);
    return info.isFile ? "file" : info.isDirectory ? "directory" : "other";
  } catch (error) {
    if (isMissing(error)) return "missing";
    throw error;
  }
}

async function readBounded(path: string): Promise<Uint8Array> {
  using file = await Deno.open(path);
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (size <= CONFIG_LIMITS.fileBytes) {
    const chunk = new Uint8Array(Math.min(1 << 16, CONFIG_LIMITS.fileBytes + 1 - size));
    const count = await file.read(chunk);
    if (count === null) break;
    chunks.push(chunk.subarray(0, count));
    size += count;
  }
  return new Uint8Array(await new Blob(chunks as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}

async function* listDirectory(path: string): ReturnType<FileAccess["list"]> {
  for await (const { name, isFile, isDirectory, isSymlink } of Deno.readDir(path)) {
    const isToFile = isSymlink ? kindOf(`${path}/${name}`) === "file" : isFile;
    yield { name, kind: isToFile ? "file" : isDirectory && !isSymlink ? "directory" : "other" };
  }
}

/** A file system with one file and its parent directories, without owners. */
export class TextAccess implements FileAccess {
  readonly #path: string;
  readonly #bytes: Uint8Array;

  /** @param path Absolute. */
  constructor(path: string, text: string) {
    this.#path = resolve(path);
    this.#bytes = new TextEncoder().encode(text);
  }

  kind(path: string): ReturnType<FileAccess["kind"]> {
    const absolute = resolve(path);
    if (absolute === this.#path) return Promise.resolve("file");
    const isAbove = this.#path.startsWith(absolute) && /^[/\\]|^$/.test(this.#path.slice(absolute.length));
    return Promise.resolve(isAbove ? "directory" : "missing");
  }

  read(path: string): Promise<Uint8Array> {
    return resolve(path) === this.#path
      ? Promise.resolve(this.#bytes)
      : Promise.reject(new Deno.errors.NotFound(`there is no ${path}`));
  }

  async *list(path: string): ReturnType<FileAccess["list"]> {
    if (dirname(this.#path) === resolve(path)) {
      yield await Promise.resolve({ name: "atmos.yaml", kind: "file" } as const);
    }
  }

  user(): undefined {}

  owners(): Promise<readonly number[]> {
    return Promise.resolve([]);
  }

  realPath(path: string): Promise<string> {
    return Promise.resolve(resolve(path));
  }
}
