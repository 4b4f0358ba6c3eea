import type { WaitOptions } from "../../ports/time.ts";

/** Waits for a promise, or until a time limit, which results in `late`. @throws The reason of the signal. */
export async function withTimeLimit<T, const Late>(
  promise: Promise<T>,
  { timeoutMs, signal }: WaitOptions,
  late: Late,
): Promise<T | Late> {
  signal.throwIfAborted();
  const ended = Promise.withResolvers<Late>();
  const end = (): void => ended.reject(signal.reason);
  const timer = setTimeout(() => ended.resolve(late), timeoutMs);
  signal.addEventListener("abort", end);
  try {
    return await Promise.race([promise, ended.promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
  }
}
