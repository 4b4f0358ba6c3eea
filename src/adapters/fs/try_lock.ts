import { type FileLock, lockFile } from "./file_lock.ts";

/** Takes a lock that no other process holds; undefined if it cannot be taken at once, for whatever reason. */
export async function tryLock(path: string): Promise<FileLock | undefined> {
  try {
    return await lockFile(path, { timeoutMs: 0 });
  } catch {
    return undefined;
  }
}
