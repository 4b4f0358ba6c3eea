import { CancelledError } from "../../domain/errors/errors.ts";

/** The exit code that shells report for a signal: 128 plus its number. */
const EXIT_CODES: Readonly<Partial<Record<Deno.Signal, number>>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** The signals that end a program. Windows has only one that Deno can listen to. */
const ENDING_SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM", "SIGHUP"];

/** Turns the first ending signal into an abort, so that work ends in order; a second one ends the program at once. */
export class Interruption {
  readonly #controller = new AbortController();
  #receiver: ((signal: Deno.Signal) => void) | undefined;

  /** @param cleanUp Runs before a program that does not end in time is killed; must not wait. */
  constructor(cleanUp: () => void) {
    for (const signal of ENDING_SIGNALS) {
      Deno.addSignalListener(signal, () => {
        if (this.#receiver !== undefined) return this.#receiver(signal);
        if (this.signal.aborted) {
          cleanUp();
          Deno.exit(EXIT_CODES[signal]);
        }
        this.#controller.abort(new CancelledError());
      });
    }
  }

  /** Aborted by the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Passes the signals to a receiver until the result is disposed of. */
  handOver(receiver: (signal: Deno.Signal) => void): Disposable {
    this.#receiver = receiver;
    return { [Symbol.dispose]: () => this.#receiver = undefined };
  }
}
