import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  type Stats,
} from "node:fs";
import { join, resolve, sep } from "node:path";
import { FileError } from "./file_error.ts";
import { OpenDirectory } from "./open_directory.ts";
import { systemErrorCode } from "./system_error.ts";

/** A user and group, by number. */
export interface FileOwner {
  readonly uid: number;
  readonly gid: number;
}

/** A directory that cannot be redirected by name while it is held. */
export interface GuardedDirectory extends Disposable {
  /** The prefix of names in it: its path, or for root the path through an open descriptor. */
  readonly path: string;
  /** Creates an empty file with an owner, mode 0600, by descriptor. Undefined if no other user could interfere. */
  readonly create?: (name: string, options: { owner: FileOwner | undefined; mode: number }) => void;
  /** Creates or finds a directory with an owner, by descriptor; as {@linkcode GuardedDirectory.create}. */
  readonly makeDirectory?: (name: string, options: { owner: FileOwner; mode: number }) => void;
}

const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK } = constants;

/** Mode bits that let the group and others write. */
const OTHERS_WRITE = 0o022;

/**
 * Enters a directory as root: see `enterDirectory`. If only root can change the whole path, the path is used; on macOS, which has no
 * alternative, it always is.
 *
 * @throws {FileError} `link-foreign`. System errors are passed on.
 */
export function enterAsRoot(path: string): GuardedDirectory {
  if (Deno.build.os !== "linux") return unguarded(path);
  let current = new OpenDirectory("/", { followsLinks: false });
  // The path so far, while only root can change it: names in it need no descriptor.
  let way = "/";
  let isForeign = false;
  try {
    for (const name of resolve(path).split(sep).filter((part) => part !== "")) {
      const above = current.stats;
      const from = isForeign ? placeOf(current, path) : way;
      const next = step(from, name, { isForeign: isForeign || canBeChanged(above), above, path });
      current[Symbol.dispose]();
      current = next;
      way = join(way, name);
      // In a directory such as /tmp, only root can replace root's files.
      isForeign ||= isSticky(above) ? current.stats.uid !== 0 : canBeChanged(above);
    }
    isForeign ||= canBeChanged(current.stats);
    if (isForeign) return guarded(current, { place: placeOf(current, path), path });
  } catch (error) {
    current[Symbol.dispose]();
    throw error;
  }
  current[Symbol.dispose]();
  return unguarded(path);
}

function unguarded(path: string): GuardedDirectory {
  return { path, [Symbol.dispose]: () => {} };
}

function guarded(
  directory: OpenDirectory,
  { place, path }: { readonly place: string; readonly path: string },
): GuardedDirectory {
  return {
    path: place,
    create: (name, { owner, mode }) => {
      const file = openSync(join(place, name), "wx", 0o600);
      try {
        give(file, owner, mode);
      } finally {
        closeSync(file);
      }
    },
    makeDirectory: (name, { owner, mode }) => {
      try {
        mkdirSync(join(place, name), { mode: 0o700 });
      } catch (error) {
        if (systemErrorCode(error) !== "EEXIST") throw error;
        return;
      }
      using made = step(place, name, { isForeign: true, above: directory.stats, path });
      // By now, it may be another directory: root only changes the owner of what root has just created.
      if (made.stats.uid === 0) give(made.handle, owner, mode);
    },
    [Symbol.dispose]: () => directory[Symbol.dispose](),
  };
}

function placeOf(directory: OpenDirectory, path: string): string {
  if (directory.place !== undefined) return directory.place;
  const state = "as root, files of other users cannot be changed without /proc and all Deno permissions";
  throw new FileError("link-foreign", path, state);
}

/** Changes the mode of a regular file or a directory by descriptor. */
export function changeMode(path: string, mode: number, kind: "file" | "directory"): void {
  const descriptor = openSync(path, O_RDONLY | O_NOFOLLOW | (kind === "file" ? O_NONBLOCK : O_DIRECTORY));
  try {
    if (kind === "directory" || fstatSync(descriptor).isFile()) fchmodSync(descriptor, mode);
  } finally {
    closeSync(descriptor);
  }
}

/** Opens a directory in another one. @param from The path to it. @param above The parent. */
function step(
  from: string,
  name: string,
  { isForeign, above, path }: { readonly isForeign: boolean; readonly above: Stats; readonly path: string },
): OpenDirectory {
  try {
    return new OpenDirectory(join(from, name), { followsLinks: !isForeign });
  } catch (error) {
    const code = systemErrorCode(error);
    if (isForeign && (code === "ELOOP" || code === "ENOTDIR")) {
      const link = lstatSync(join(from, name));
      if (link.isSymbolicLink() && link.uid === 0 && isSticky(above)) {
        return step(from, name, { isForeign: false, above, path });
      }
      const state = `"${name}" in its path is a link or a file of another user, which root does not follow`;
      throw new FileError("link-foreign", path, state);
    }
    throw error;
  }
}

/** Whether a user other than root can replace what is in a directory. */
function canBeChanged({ uid, mode }: Stats): boolean {
  return uid !== 0 || (mode & OTHERS_WRITE) !== 0;
}

/** Whether it is root's, and only the owner of a file can remove it. Reference: inode(7), S_ISVTX */
function isSticky({ uid, mode }: Stats): boolean {
  return uid === 0 && (mode & 0o1000) !== 0;
}

function give(descriptor: number, owner: FileOwner | undefined, mode: number): void {
  if (owner !== undefined) fchownSync(descriptor, owner.uid, owner.gid);
  fchmodSync(descriptor, mode);
}
