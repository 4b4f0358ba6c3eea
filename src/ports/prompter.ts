/** One thing that can be chosen. */
export interface Choice {
  /** What is returned, and shown. */
  readonly name: string;
  /** What helps to tell it from the others, e.g. its kind and account. */
  readonly detail?: string | undefined;
}

/** The person at the terminal, if there is one. */
export interface Prompter {
  /** Whether anybody can answer: standard input and error are terminals, and this is no CI job. */
  readonly interactive: boolean;

  /**
   * Lets the person choose one of several things.
   *
   * @returns The name of the choice.
   * @throws {CancelledError} When the person leaves without choosing.
   */
  choose(question: string, choices: readonly Choice[]): Promise<string>;
}
