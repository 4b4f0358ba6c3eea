/** Temporary files that exist, or may come to exist, right now in this process. They hold secrets. */
const live = new Set<string>();

/** Announces a temporary file. Call it before the file is created, and dispose when it is gone. */
export function trackTempFile(path: string): Disposable {
  live.add(path);
  return {
    [Symbol.dispose]: () => {
      live.delete(path);
    },
  };
}

/** Whether this process is working with the file. */
export function isLiveTempFile(path: string): boolean {
  return live.has(path);
}

/**
 * Removes every temporary file of this process. For signal handlers, which end the process right after: synchronous, and deaf to
 * errors.
 */
export function removeLiveTempFilesSync(): void {
  for (const path of live) {
    try {
      Deno.removeSync(path);
    } catch {
      // Not created yet, or renamed already: both are what is wanted.
    }
  }
}
