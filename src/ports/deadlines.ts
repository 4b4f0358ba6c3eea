/** A signal that ends work after a time, and is put away when the work has ended before. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;

  /** Stops the clock while a person is asked, until the result is disposed of. Pauses may overlap. */
  pause(): Disposable;
}

/**
 * Sets a deadline that also ends when the program is interrupted.
 *
 * @param milliseconds From now.
 */
export type Deadlines = (milliseconds: number) => Deadline;
