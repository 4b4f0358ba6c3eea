import type { Deadline, Deadlines } from "../../ports/time.ts";

/**
 * Deadlines by timers of the runtime.
 *
 * @param interruption Ends every deadline when the program is interrupted.
 */
export function systemDeadlines(interruption: AbortSignal): Deadlines {
  return (milliseconds) => new SystemDeadline(milliseconds, interruption);
}

interface Timer {
  readonly startedAt: number;
  readonly signal: AbortSignal;
  readonly listener: () => void;
}

class SystemDeadline implements Deadline {
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();
  readonly #milliseconds: number;
  #leftMs: number;
  #pauses = 0;
  /** The active timer. */
  #timer: Timer | undefined;

  constructor(milliseconds: number, interruption: AbortSignal) {
    this.#milliseconds = milliseconds;
    this.#leftMs = milliseconds;
    this.signal = AbortSignal.any([this.#controller.signal, interruption]);
    this.#start();
  }

  pause(): Disposable {
    this.#pauses++;
    this.#stop();
    let paused = true;
    return {
      [Symbol.dispose]: () => {
        if (!paused) return;
        paused = false;
        if (--this.#pauses === 0) this.#start();
      },
    };
  }

  [Symbol.dispose](): void {
    // A pause that outlives the deadline must not restart its clock.
    this.#pauses = Infinity;
    this.#stop();
  }

  #start(): void {
    // The first `setTimeout` of a process loads Node's timers, which takes a tenth of the helper's time.
    const signal = AbortSignal.timeout(Math.ceil(this.#leftMs));
    const listener = (): void => this.#end();
    signal.addEventListener("abort", listener, { once: true });
    this.#timer = { startedAt: performance.now(), signal, listener };
  }

  #stop(): void {
    if (this.#timer === undefined) return;
    const { startedAt, signal, listener } = this.#timer;
    // A timer with a listener keeps the process alive, long after a program that uses the library is done.
    signal.removeEventListener("abort", listener);
    this.#leftMs = Math.max(0, this.#leftMs - (performance.now() - startedAt));
    this.#timer = undefined;
  }

  #end(): void {
    const reason = `No end within ${this.#milliseconds / 1000} s`;
    this.#controller.abort(new DOMException(reason, "TimeoutError"));
  }
}
