/** Bits of a mode by which the group and others may write. */
const OTHERS_WRITE = 0o022;
/** Only the owner of a name can take it away. Reference: inode(7), S_ISVTX */
const STICKY = 0o1000;

/**
 * Whether nobody but root can change where a path leads, nor what lies in the directory there: a real directory of root's at each step,
 * which nobody else may write, or, above the last, one such as `/tmp`. Then no look at it can be out of date, and root needs no
 * descriptors, whose `node:fs` costs more than the rest of a login.
 *
 * @param path Absolute; anything else, or what is not there, is not.
 */
export function isRootsOwnWay(path: string): boolean {
  const names = path.split("/").filter((name) => name !== "");
  if (!path.startsWith("/") || names.some((name) => name === "." || name === "..")) return false;
  try {
    return [...names.keys(), names.length].every((length) =>
      isRootsOwn(`/${names.slice(0, length).join("/")}`, { isLast: length === names.length })
    );
  } catch {
    // The other way says what is wrong.
    return false;
  }
}

function isRootsOwn(path: string, { isLast }: { readonly isLast: boolean }): boolean {
  const { isDirectory, uid, mode } = Deno.lstatSync(path);
  // A system that does not tell the mode tells nothing.
  if (!isDirectory || uid !== 0 || mode === null) return false;
  return (mode & OTHERS_WRITE) === 0 || (!isLast && (mode & STICKY) !== 0);
}
