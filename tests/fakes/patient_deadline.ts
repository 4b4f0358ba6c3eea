import type { Deadline } from "../../src/ports/time.ts";

/** A deadline that never ends by itself, and counts how often its clock was stopped. */
export class PatientDeadline implements Deadline {
  readonly signal: AbortSignal;
  /** How often it was paused. */
  pauses = 0;
  /** How many pauses are under way. */
  paused = 0;

  constructor(signal: AbortSignal = new AbortController().signal) {
    this.signal = signal;
  }

  pause(): Disposable {
    this.pauses++;
    this.paused++;
    return { [Symbol.dispose]: () => void this.paused-- };
  }

  [Symbol.dispose](): void {}
}
