import type { Deadlines } from "../../ports/deadlines.ts";

/**
 * Deadlines by timers of the runtime.
 *
 * @param interruption Ends every deadline at once, when the program is interrupted.
 */
export function systemDeadlines(interruption: AbortSignal): Deadlines {
  return (milliseconds) => {
    const controller = new AbortController();
    const timer = setTimeout(
      () => controller.abort(new DOMException(`No end within ${milliseconds / 1000} s`, "TimeoutError")),
      milliseconds,
    );
    return {
      signal: AbortSignal.any([controller.signal, interruption]),
      [Symbol.dispose]: () => clearTimeout(timer),
    };
  };
}
