import { basename, dirname, join } from "node:path";
import type { FileOwner, GuardedDirectory } from "./root_directory.ts";
import { isMissing } from "./system_error.ts";

/** Mode bits that let the group and others write. */
const OTHERS_WRITE = 0o022;
/** Only the owner of a file can remove it. Reference: inode(7), S_ISVTX */
const STICKY = 0o1000;

/**
 * Enters a directory to change something in it.
 *
 * If root enters a directory that another user can change, each part of the path is opened without following links, and names are looked up
 * in the opened directory: its owner cannot replace it, or a file in it, with a link that leads root elsewhere. Other users need no
 * protection: only they and root can change their directories.
 *
 * @param path Absolute; the directory must exist.
 * @throws {FileError} `link-foreign` for root, if a link of another user is on the path.
 */
export async function enterDirectory(path: string): Promise<GuardedDirectory> {
  if (isSafeByName(path)) return { path, [Symbol.dispose]: () => {} };
  // Loads `node:fs`, which only root in another user's directory needs.
  const { enterAsRoot } = await import("./root_directory.ts");
  return enterAsRoot(path);
}

/**
 * Removes a file, a link or an empty directory. In another user's directory, root follows no links: see {@linkcode enterDirectory}.
 *
 * @param path Absolute.
 * @returns Whether it existed.
 * @throws {FileError} `link-foreign`. System errors are passed on.
 */
export async function removeFile(path: string): Promise<boolean> {
  try {
    using directory = await enterDirectory(dirname(path));
    await Deno.remove(join(directory.path, basename(path)));
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/**
 * The owner of a file that root writes for another user: that of the file it replaces, otherwise that of its directory. Without this,
 * `sudo` would leave files that the user cannot open.
 *
 * @returns undefined for any other user, and if root is the owner anyway.
 */
export function inheritedOwner(
  file: Deno.FileInfo | undefined,
  directory: Deno.FileInfo,
): FileOwner | undefined {
  if (Deno.build.os === "windows" || Deno.uid() !== 0) return undefined;
  const { uid, gid } = file ?? directory;
  return uid === null || gid === null || (uid === 0 && gid === 0) ? undefined : { uid, gid };
}

/** Whether a directory can be used by name: only this user or root can replace what is on the path. */
export function isSafeByName(path: string): boolean {
  return Deno.build.os === "windows" || Deno.uid() !== 0 || isRootsOwnWay(path);
}

/**
 * Whether only root can change where a path leads and what is in the directory there: each part is a real directory of root that no other
 * user may write to, or, above the last one, a directory such as `/tmp`. A check of it then stays valid, and root needs no descriptors,
 * whose `node:fs` takes longer than the rest of a login.
 *
 * @param path Absolute; false for anything else. A missing directory counts if only root can create it.
 */
export function isRootsOwnWay(path: string): boolean {
  const names = path.split("/").filter((name) => name !== "");
  if (!path.startsWith("/") || names.some((name) => name === "." || name === "..")) return false;
  let isClosed = true;
  for (let length = 0; length <= names.length; length++) {
    const step = look(`/${names.slice(0, length).join("/")}`);
    if (step === "missing") return isClosed;
    if (step === "foreign" || (step === "sticky" && length === names.length)) return false;
    isClosed = step === "closed";
  }
  return true;
}

/** Root's and not writable for others; root's, where others may write and remove only their own files; or neither. */
function look(path: string): "closed" | "sticky" | "foreign" | "missing" {
  try {
    const { isDirectory, uid, mode } = Deno.lstatSync(path);
    // A system that does not report the mode.
    if (!isDirectory || uid !== 0 || mode === null) return "foreign";
    if ((mode & OTHERS_WRITE) === 0) return "closed";
    return (mode & STICKY) === 0 ? "foreign" : "sticky";
  } catch (error) {
    // For anything else, the guarded way has the error message.
    return error instanceof Deno.errors.NotFound ? "missing" : "foreign";
  }
}
