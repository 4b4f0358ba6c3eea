/**
 * Ends what has said nothing for so long. By `AbortSignal.timeout`: the first `setTimeout` of a process loads Node's timers, which costs
 * the helper more than the rest of a request.
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

  /** Aborts when it has lasted too long. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Something was heard: the time begins anew. */
  heard(): void {
    this.#heardAt = performance.now();
  }

  /** Listens no longer. A timer that something listens to keeps the process going, which is a caller's of the library, too. */
  [Symbol.dispose](): void {
    this.#timer?.removeEventListener("abort", this.#check);
  }

  #wait(milliseconds: number): void {
    this.#timer = AbortSignal.timeout(Math.ceil(milliseconds));
    this.#timer.addEventListener("abort", this.#check, { once: true });
  }

  #checkNow(): void {
    const leftMs = this.#milliseconds - (performance.now() - this.#heardAt);
    // A timer may be a moment early.
    if (leftMs > 1) this.#wait(leftMs);
    else this.#controller.abort();
  }
}
