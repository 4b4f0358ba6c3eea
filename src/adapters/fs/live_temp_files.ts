/** Temporary files of this process that exist or are about to be created. They contain secrets. */
const live = new Set<string>();

/** Registers a temporary file. Call it before the file is created, and dispose of the result when it is gone. */
export function trackTempFile(path: string): Disposable {
  live.add(path);
  return {
    [Symbol.dispose]: () => {
      live.delete(path);
    },
  };
}

/** Whether this process is using the file. */
export function isLiveTempFile(path: string): boolean {
  return live.has(path);
}

/**
 * Removes every temporary file of this process. For signal handlers, which end the process right after: synchronous, and ignores errors.
 */
export function removeLiveTempFilesSync(): void {
  for (const path of live) {
    try {
      Deno.removeSync(path);
    } catch {
      // Not created yet, or already renamed: nothing to remove.
    }
  }
}
