/** What stands at a path where a file of this user's own is expected. */
export type PrivateFile =
  | { readonly kind: "absent" }
  | { readonly kind: "read"; readonly bytes: Uint8Array }
  /** Something that others may have written, or may read. The state says what, as the end of a sentence. */
  | { readonly kind: "refused"; readonly state: string };

const OTHERS = 0o077;
const ATTEMPTS = 5;

/**
 * Reads a file that nobody but this user can have written or read: a regular file, not a link, his own, with mode 0600 or less. Root
 * also takes what belongs to the owner of the directory, who could exchange it anyway.
 *
 * Without promises and without `node:` modules: on the way to a warm answer, each of either costs more than the reading.
 *
 * @param maxBytes The largest size that is accepted.
 */
export function readPrivateSync(path: string, maxBytes: number): PrivateFile {
  for (let attempt = 1; attempt < ATTEMPTS; attempt++) {
    const file = readOnce(path, maxBytes);
    // Somebody replaces it right now, most likely this program in another process.
    if (file !== "exchanged") return file;
  }
  return refused("is replaced repeatedly");
}

/** Whether a file is one that {@linkcode readPrivateSync} would read, as far as its kind, owner and mode go. */
export function isPrivateSync(path: string): boolean {
  try {
    return reasonAgainst(Deno.lstatSync(path), path) === undefined;
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
    return "belongs to another user";
  }
  return ((info.mode ?? 0) & OTHERS) === 0 ? undefined : "is open to other users";
}

/** Reads a file to its end, `size` bytes at most. */
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
