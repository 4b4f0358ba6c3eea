/**
 * Keeps libraries from writing to the standard streams: the AWS SDK warns of slow responses on `console`, and any text on standard output
 * would break the protocols.
 */
export function silenceConsole(): void {
  for (const method of ["debug", "error", "info", "log", "warn"] as const) {
    globalThis.console[method] = () => {};
  }
}
