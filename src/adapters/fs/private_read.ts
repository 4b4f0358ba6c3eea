/** What exists at the path of a private file. */
export type PrivateFile =
  | { readonly kind: "absent" }
  | { readonly kind: "read"; readonly bytes: Uint8Array }
  /** A file that others may have written or may read. The state is the reason, as the end of a sentence. */
  | { readonly kind: "refused"; readonly state: string };

const OTHERS = 0o077;
const ATTEMPTS = 5;

/**
 * Reads a file that only this user can read or write: a regular file, not a link, owned by this user, mode 0600 or less. Root also accepts
 * files of the directory's owner, who could replace them anyway.
 *
 * Without promises and `node:` modules: it is used on a cache hit, where each of them costs more than reading.
 *
 * @param maxBytes The maximum size.
 */
export function readPrivateSync(path: string, maxBytes: number): PrivateFile {
  for (let attempt = 1; attempt < ATTEMPTS; attempt++) {
    const file = readOnce(path, maxBytes);
    // It is being replaced right now, most likely by this program in another process.
    if (file !== "exchanged") return file;
  }
  return refused("keeps being replaced");
}

/** Whether {@linkcode readPrivateSync} would refuse what is at a path, by its kind, owner and mode; false if nothing is. */
export function isRefusedSync(path: string): boolean {
  try {
    return reasonAgainst(Deno.lstatSync(path), path) !== undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function readOnce(path: string, maxBytes: number): PrivateFile | "exchanged" {
  try {
    const info = Deno.lstatSync(path);
    const state = reasonAgainst(info, path);
    if (state !== undefined) return refused(state);
    if (info.size > maxBytes) return refused("is too large");
    using file = Deno.openSync(path);
    const opened = file.statSync();
    if (opened.ino !== info.ino || opened.dev !== info.dev || opened.size !== info.size) return "exchanged";
    return { kind: "read", bytes: readUpTo(file, info.size) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { kind: "absent" };
    if (error instanceof Deno.errors.PermissionDenied) return refused("cannot be opened: permission denied");
    throw error;
  }
}

function reasonAgainst(info: Deno.FileInfo, path: string): string | undefined {
  if (!info.isFile) return "is not a regular file";
  if (Deno.build.os === "windows") return undefined;
  const self = Deno.uid();
  if (info.uid !== self && !(self === 0 && info.uid === Deno.statSync(directoryOf(path)).uid)) {
    return "is owned by another user";
  }
  return ((info.mode ?? 0) & OTHERS) === 0 ? undefined : "is accessible to other users";
}

/** Reads a file to its end, at most `size` bytes. */
export function readUpTo(file: Deno.FsFile, size: number): Uint8Array {
  const buffer = new Uint8Array(size);
  let length = 0;
  while (length < size) {
    const count = file.readSync(buffer.subarray(length));
    if (count === null) break;
    length += count;
  }
  return buffer.subarray(0, length);
}

function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

function refused(state: string): PrivateFile {
  return { kind: "refused", state };
}
