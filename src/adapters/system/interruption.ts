import { CancelledError } from "../../domain/errors/errors.ts";

/** What the shell reports for a program that a signal ended: 128 and the signal's number. */
const EXIT_CODES: Readonly<Partial<Record<Deno.Signal, number>>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/**
 * Turns the first SIGINT, SIGTERM or SIGHUP into an abort, so that work ends in order; a second one ends the program at once.
 *
 * @param cleanUp Runs before a program that does not end in time is ended; must not wait.
 */
export function watchSignals(cleanUp: () => void): AbortSignal {
  const controller = new AbortController();
  // Windows knows no other signals that Deno can listen to.
  const signals: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) {
    Deno.addSignalListener(signal, () => {
      if (controller.signal.aborted) {
        cleanUp();
        Deno.exit(EXIT_CODES[signal]);
      }
      controller.abort(new CancelledError());
    });
  }
  return controller.signal;
}
