/** Shows a person that work goes on. */
export interface Progress {
  /**
   * Shows a line for each thing that is waited for, until the result is disposed of: nothing of them stays.
   *
   * @param names What is waited for. Safe for a terminal.
   */
  show(names: readonly string[]): ProgressLines;
}

/** The lines of what is under way. */
export interface ProgressLines extends Disposable {
  /** Shows of one of them that it has ended. */
  end(name: string, result: "ok" | "failed"): void;
}
