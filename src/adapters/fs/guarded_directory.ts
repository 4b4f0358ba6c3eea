import type { GuardedDirectory } from "./root_directory.ts";
import { isSafeByName } from "./root_own_way.ts";

/**
 * Enters a directory to change something in it.
 *
 * For root in a directory that another user can change, each step of the way is opened without following links, and names are looked up
 * in the directory that was opened: whoever owns it cannot exchange it, or a file in it, for a link that leads root elsewhere. For anybody
 * else there is nothing to guard: a user who can change the directory is that user, or root.
 *
 * @param path Absolute; the directory must exist.
 * @throws {FileError} `link-foreign` for root, when a link of another user is on the way.
 */
export async function enterDirectory(path: string): Promise<GuardedDirectory> {
  if (isSafeByName(path)) {
    return { path, [Symbol.dispose]: () => {} };
  }
  // With `node:fs`, which only root in somebody else's directory needs.
  const { enterAsRoot } = await import("./root_directory.ts");
  return enterAsRoot(path);
}
