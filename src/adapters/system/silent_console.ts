/**
 * Keeps libraries from writing to the standard streams, which are ours: the AWS SDK warns on `console` of slow answers, and a word on
 * standard output would break the protocols that are spoken there.
 */
export function silenceConsole(): void {
  for (const method of ["debug", "error", "info", "log", "warn"] as const) {
    globalThis.console[method] = () => {};
  }
}
