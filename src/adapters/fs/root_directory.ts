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
import { resolve, sep } from "node:path";
import { FileError } from "./file_error.ts";
import type { FileOwner } from "./file_owner.ts";

/** A directory that names cannot lead elsewhere while it is held. */
export interface GuardedDirectory extends Disposable {
  /** What to put before names in it: its path, or for root the way to it through an open descriptor. */
  readonly path: string;
  /** Creates an empty file of an owner, mode 0600, by descriptor. Undefined where nobody but this user could interfere. */
  readonly create?: (
    name: string,
    options: { readonly owner: FileOwner | undefined; readonly mode: number },
  ) => void;
  /** Creates a directory of an owner by descriptor, or finds one; as {@linkcode GuardedDirectory.create}. */
  readonly makeDirectory?: (
    name: string,
    options: { readonly owner: FileOwner; readonly mode: number },
  ) => void;
}

const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK } = constants;

/** Bits of a mode by which the group and others may write. */
const OTHERS_WRITE = 0o022;

/** Where the kernel shows what this process has opened. Reference: proc(5), `/proc/self/fd`; what `openat(2)` is for elsewhere. */
const DESCRIPTORS = Deno.build.os === "linux" ? "/proc/self/fd" : "/dev/fd";

/**
 * Enters a directory as root: see `enterDirectory`. Where only root can change the whole way, its path is good enough.
 *
 * @throws {FileError} `link-foreign`. Errors of the system pass through.
 */
export function enterAsRoot(path: string): GuardedDirectory {
  let current = openSync("/", O_RDONLY | O_DIRECTORY);
  let isForeign = false;
  // The path so far, as long as only root can change where it leads and no link is on it. An executable may not use descriptors' paths,
  // which Deno gives only to programs that may do everything: so root's own directories are entered without them.
  let way: string | undefined = "/";
  try {
    for (const name of resolve(path).split(sep).filter((part) => part !== "")) {
      const above = fstatSync(current);
      const at = way ?? `${DESCRIPTORS}/${current}/`;
      const next = step(current, name, { isForeign: isForeign || canBeChanged(above), path, at });
      closeSync(current);
      current = next;
      // In a directory such as /tmp nobody can exchange what is root's.
      isForeign ||= isSticky(above) ? fstatSync(current).uid !== 0 : canBeChanged(above);
      if (way !== undefined) {
        way = isForeign || lstatSync(`${way}${name}`).isSymbolicLink() ? undefined : `${way}${name}/`;
      }
    }
    isForeign ||= canBeChanged(fstatSync(current));
  } catch (error) {
    closeSync(current);
    throw error;
  }
  if (!isForeign) {
    closeSync(current);
    return { path, [Symbol.dispose]: () => {} };
  }
  const place = `${DESCRIPTORS}/${current}`;
  return {
    path: place,
    create: (name, { owner, mode }) => {
      const file = openSync(`${place}/${name}`, "wx", 0o600);
      try {
        give(file, owner, mode);
      } finally {
        closeSync(file);
      }
    },
    makeDirectory: (name, { owner, mode }) => {
      try {
        mkdirSync(`${place}/${name}`, { mode: 0o700 });
      } catch (error) {
        if ((error as { readonly code?: string }).code !== "EEXIST") throw error;
        return;
      }
      const made = step(current, name, { isForeign: true, path });
      try {
        // What stands there now may be another directory: root gives away only what root has just made.
        if (fstatSync(made).uid === 0) give(made, owner, mode);
      } finally {
        closeSync(made);
      }
    },
    [Symbol.dispose]: () => closeSync(current),
  };
}

/** Changes the mode of a regular file by descriptor; of nothing else. */
export function changeMode(path: string, mode: number): void {
  const file = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    if (fstatSync(file).isFile()) fchmodSync(file, mode);
  } finally {
    closeSync(file);
  }
}

/** Changes the mode of a directory by descriptor; of nothing else. */
export function changeDirectoryMode(path: string, mode: number): void {
  const directory = openSync(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  try {
    fchmodSync(directory, mode);
  } finally {
    closeSync(directory);
  }
}

/** Opens a name in an open directory. */
function step(
  directory: number,
  name: string,
  { isForeign, path, at = `${DESCRIPTORS}/${directory}/` }: {
    readonly isForeign: boolean;
    readonly path: string;
    /** What leads to the directory, with a slash at its end. */
    readonly at?: string;
  },
): number {
  try {
    return openSync(
      `${at}${name}`,
      O_RDONLY | O_DIRECTORY | (isForeign ? O_NOFOLLOW : 0),
    );
  } catch (error) {
    const { code } = error as { readonly code?: string };
    if (isForeign && (code === "ELOOP" || code === "ENOTDIR")) {
      const link = lstatSync(`${at}${name}`);
      if (link.isSymbolicLink() && link.uid === 0 && isSticky(fstatSync(directory))) {
        return step(directory, name, { isForeign: false, path, at });
      }
      throw new FileError(
        "link-foreign",
        path,
        `"${name}" on the way is a link or a file of another user, which root does not follow`,
      );
    }
    throw error;
  }
}

/** Whether anybody but root can exchange what lies in a directory. */
function canBeChanged({ uid, mode }: Stats): boolean {
  return uid !== 0 || (mode & OTHERS_WRITE) !== 0;
}

/** Whether it is root's, and only the owner of a name can take it away. Reference: inode(7), S_ISVTX */
function isSticky({ uid, mode }: Stats): boolean {
  return uid === 0 && (mode & 0o1000) !== 0;
}

function give(descriptor: number, owner: FileOwner | undefined, mode: number): void {
  if (owner !== undefined) fchownSync(descriptor, owner.uid, owner.gid);
  fchmodSync(descriptor, mode);
}
