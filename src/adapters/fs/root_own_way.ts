/** Bits of a mode by which the group and others may write. */
const OTHERS_WRITE = 0o022;
/** Only the owner of a name can take it away. Reference: inode(7), S_ISVTX */
const STICKY = 0o1000;

/**
 * Whether nobody but root can change where a path leads, nor what lies in the directory there: a real directory of root's at each step,
 * which nobody else may write, or, above the last, one such as `/tmp`. Then no look at it can be out of date, and root needs no
 * descriptors, whose `node:fs` costs more than the rest of a login.
 *
 * @param path Absolute; anything else is not. What is not there is, if only root can make it.
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

/** Root's and writable for nobody else; root's, where others may write and take away only what is theirs; or neither. */
function look(path: string): "closed" | "sticky" | "foreign" | "missing" {
  try {
    const { isDirectory, uid, mode } = Deno.lstatSync(path);
    // A system that does not tell the mode tells nothing.
    if (!isDirectory || uid !== 0 || mode === null) return "foreign";
    if ((mode & OTHERS_WRITE) === 0) return "closed";
    return (mode & STICKY) === 0 ? "foreign" : "sticky";
  } catch (error) {
    // For anything else the other way has the words.
    return error instanceof Deno.errors.NotFound ? "missing" : "foreign";
  }
}

/** Whether a directory can be worked in by its name: nobody but this user, or root, can exchange what is on the way. */
export function isSafeByName(path: string): boolean {
  return Deno.build.os === "windows" || Deno.uid() !== 0 || isRootsOwnWay(path);
}
