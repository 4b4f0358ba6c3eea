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

/** What nearly every file of a configuration fits into. */
const USUAL_BYTES = 16_384;

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

/** Not at once: what replaces the file meanwhile, such as a pipe, must not block the time limits. */
async function readBounded(path: string): Promise<Uint8Array> {
  using file = await Deno.open(path);
  const most = CONFIG_LIMITS.fileBytes + 1;
  // Clearing memory for the largest file takes longer than reading a usual one.
  let buffer = new Uint8Array(USUAL_BYTES);
  let length = 0;
  for (;;) {
    if (length === buffer.length) {
      if (length === most) break;
      const read = buffer;
      buffer = new Uint8Array(Math.min(length * 4, most));
      buffer.set(read);
    }
    const count = await file.read(buffer.subarray(length));
    if (count === null) break;
    length += count;
  }
  return buffer.subarray(0, length);
}

async function* listDirectory(path: string): ReturnType<FileAccess["list"]> {
  for await (const { name, isFile, isDirectory, isSymlink } of Deno.readDir(path)) {
    const isToFile = isSymlink ? kindOf(`${path}/${name}`) === "file" : isFile;
    yield { name, kind: isToFile ? "file" : isDirectory && !isSymlink ? "directory" : "other" };
  }
}
