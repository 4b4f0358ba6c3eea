/** One thing that can be chosen. */
export interface Choice {
  /** What is returned, and shown. */
  readonly name: string;
  /** What helps to tell it from the others, e.g. its kind and account. */
  readonly detail?: string | undefined;
}

/** How something is asked. */
export interface Question {
  readonly text: string;
  /** Whether the answer must not be seen on the screen. */
  readonly hidden: boolean;
  /** Says what is wrong with an answer; the person is asked again. */
  check?(answer: string): string | undefined;
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

  /**
   * Lets the person choose one or more of several things, or all of them.
   *
   * @returns The names of the choices, in the order in which they were chosen; one at least.
   * @throws {CancelledError} When the person leaves without choosing.
   */
  chooseSeveral(question: string, choices: readonly Choice[]): Promise<readonly string[]>;

  /**
   * Asks for a text.
   *
   * @param signal Ends the asking; its reason is thrown.
   * @throws {CancelledError} When the person leaves without an answer.
   */
  ask(question: Question, signal: AbortSignal): Promise<string>;

  /** Tells the person something to act upon, at once and whatever `--quiet` says. Lines are ended, and already escaped. */
  tell(text: string): void;
}
