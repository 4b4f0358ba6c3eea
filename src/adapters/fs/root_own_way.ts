/** Mode bits that let the group and others write. */
const OTHERS_WRITE = 0o022;
/** Only the owner of a file can remove it. Reference: inode(7), S_ISVTX */
const STICKY = 0o1000;

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

/** Whether a directory can be used by name: only this user or root can replace what is on the path. */
export function isSafeByName(path: string): boolean {
  return Deno.build.os === "windows" || Deno.uid() !== 0 || isRootsOwnWay(path);
}
