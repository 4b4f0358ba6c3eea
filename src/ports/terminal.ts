/** The streams that a person or a script reads. Whoever writes has made untrusted text safe before. */
export interface Console {
  /** Writes data, for scripts, to standard output. */
  out(text: string): void;
  /** Writes words, for people, to standard error. */
  err(text: string): void;
  /** Whether colours help on standard output. Decided per stream; `--no-color` turns them off. */
  readonly colourOut: boolean;
  /** Whether colours help on standard error. */
  readonly colourErr: boolean;
  /** Columns of the terminal on standard output; undefined where there is none. */
  readonly columnsOut: number | undefined;
  /** Columns of the terminal on standard error; undefined where there is none. */
  readonly columnsErr: number | undefined;
}

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

/** Whoever is told what happened on the side, as sentences without a final period. Nothing in them is a secret; who
 * shows them escapes them. */
export interface Notes {
  /** Something that the person should know although the work goes on. */
  warning(sentence: string): void;

  /** Something that helps to understand what was done; most people do not want to know. */
  remark(sentence: string): void;
}

/** Nobody is told. */
export const NO_NOTES: Notes = { warning: () => {}, remark: () => {} };

/** Files that the user names for something to be written to. */
export interface OutputFiles {
  /**
   * Adds text, on a line of its own, to a file; one that is not there is made, for its owner alone.
   *
   * @throws {EnvironmentError} `OUTPUT_UNWRITABLE`.
   */
  append(path: string, text: string): Promise<void>;

  /** Gives a file new content. Errors as {@linkcode OutputFiles.append}. */
  replace(path: string, text: string): Promise<void>;
}
