/**
 * Aborts after a period of silence. Uses `AbortSignal.timeout`: the first `setTimeout` of a process loads Node's timers, which costs the
 * helper more than the rest of a request.
 */
export class Silence implements Disposable {
  readonly #controller = new AbortController();
  readonly #milliseconds: number;
  readonly #check = (): void => this.#checkNow();
  #heardAt = performance.now();
  #timer: AbortSignal | undefined;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
    this.#wait(milliseconds);
  }

  /** Aborts when the silence is too long. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Restarts the period. */
  heard(): void {
    this.#heardAt = performance.now();
  }

  /** Stops listening. A timer with a listener keeps the process alive, including a process that uses the library. */
  [Symbol.dispose](): void {
    this.#timer?.removeEventListener("abort", this.#check);
  }

  #wait(milliseconds: number): void {
    this.#timer = AbortSignal.timeout(Math.ceil(milliseconds));
    this.#timer.addEventListener("abort", this.#check, { once: true });
  }

  #checkNow(): void {
    const leftMs = this.#milliseconds - (performance.now() - this.#heardAt);
    // A timer may fire a moment early.
    if (leftMs > 1) this.#wait(leftMs);
    else this.#controller.abort();
  }
}
