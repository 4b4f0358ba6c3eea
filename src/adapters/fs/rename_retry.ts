import { setTimeout as sleep } from "node:timers/promises";
import { systemErrorNumber } from "./system_error.ts";

/** Replaced in tests. */
export interface RetryOptions {
  /** Whether a failure may be temporary. @default {Deno.build.os === "windows"} */
  readonly windows?: boolean;
  /** Milliseconds between two attempts. @default {25} */
  readonly delayMs?: number;
}

const ATTEMPTS = 20;
const DEFAULT_DELAY_MS = 25;

/**
 * ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION: the errors of Windows while another process has the target open.
 *
 * Reference: https://learn.microsoft.com/windows/win32/debug/system-error-codes--0-499-
 */
const SHARING_ERRORS: readonly (number | undefined)[] = [5, 32, 33];

/** Renames a file over another one. On Windows, a reader may block it for a moment: 20 attempts, 25 ms apart. */
export async function retryRename<T>(rename: () => T, options: RetryOptions = {}): Promise<T> {
  const { windows = Deno.build.os === "windows", delayMs = DEFAULT_DELAY_MS } = options;
  for (let attempt = 1;; attempt++) {
    try {
      return rename();
    } catch (error) {
      const passing = windows && SHARING_ERRORS.includes(systemErrorNumber(error));
      if (!passing || attempt === ATTEMPTS) throw error;
      await sleep(delayMs);
    }
  }
}
