/**
 * Ends what has said nothing for so long. By `AbortSignal.timeout`: the first `setTimeout` of a process loads Node's timers, which costs
 * the helper more than the rest of a request.
 */
export class Silence implements Disposable {
  readonly #controller = new AbortController();
  readonly #milliseconds: number;
  #heardAt = performance.now();
  #isOver = false;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
    this.#wait(milliseconds);
  }

  /** Aborts when it has lasted too long. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Something was heard: the time begins anew. */
  heard(): void {
    this.#heardAt = performance.now();
  }

  /** Listens no longer. */
  [Symbol.dispose](): void {
    this.#isOver = true;
  }

  #wait(milliseconds: number): void {
    AbortSignal.timeout(Math.ceil(milliseconds)).addEventListener("abort", () => this.#check(), {
      once: true,
    });
  }

  #check(): void {
    if (this.#isOver) return;
    const leftMs = this.#milliseconds - (performance.now() - this.#heardAt);
    // A timer may be a moment early.
    if (leftMs > 1) this.#wait(leftMs);
    else this.#controller.abort();
  }
}
