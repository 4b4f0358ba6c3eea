import type { GuardedDirectory } from "./root_directory.ts";
import { isSafeByName } from "./root_own_way.ts";

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
  if (isSafeByName(path)) {
    return { path, [Symbol.dispose]: () => {} };
  }
  // Loads `node:fs`, which only root in another user's directory needs.
  const { enterAsRoot } = await import("./root_directory.ts");
  return enterAsRoot(path);
}
