/**
 * What the program uses of `node:timers/promises`, for bundles.
 *
 * @module
 */

/** See Node's: resolves after so many milliseconds; with an `AbortError` when the signal ends it. */
export function setTimeout<T = void>(
  milliseconds: number,
  value?: T,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (): void => {
      globalThis.clearTimeout(timer);
      reject(
        Object.assign(new Error("The operation was aborted", { cause: signal?.reason }), {
          name: "AbortError",
          code: "ABORT_ERR",
        }),
      );
    };
    const timer = globalThis.setTimeout(() => {
      signal?.removeEventListener("abort", ended);
      resolve(value as T);
    }, milliseconds);
    if (signal?.aborted) ended();
    else signal?.addEventListener("abort", ended, { once: true });
  });
}
