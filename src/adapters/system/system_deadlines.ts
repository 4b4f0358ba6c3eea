import type { Deadline, Deadlines } from "../../ports/time.ts";

/** Deadlines by timers of the runtime. @param interruption Ends every deadline when the program is interrupted. */
export function systemDeadlines(interruption: AbortSignal): Deadlines {
  return (milliseconds) => new SystemDeadline(milliseconds, interruption);
}

class SystemDeadline implements Deadline {
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();
  readonly #milliseconds: number;
  #leftMs: number;
  #pauses = 0;
  /** Stops the clock, if it is running. */
  #stop = (): void => {};

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
    const startedAt = performance.now();
    // The first `setTimeout` of a process loads Node's timers, which takes a tenth of the helper's time.
    const timer = AbortSignal.timeout(Math.ceil(this.#leftMs));
    const end = (): void => {
      const reason = `No end within ${this.#milliseconds / 1000} s`;
      this.#controller.abort(new DOMException(reason, "TimeoutError"));
    };
    timer.addEventListener("abort", end, { once: true });
    this.#stop = () => {
      // A timer with a listener keeps the process alive, long after a program that uses the library is done.
      timer.removeEventListener("abort", end);
      this.#leftMs = Math.max(0, this.#leftMs - (performance.now() - startedAt));
      this.#stop = () => {};
    };
  }
}
