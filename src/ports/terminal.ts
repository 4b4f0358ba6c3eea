/** The output streams. Callers must escape untrusted text first. */
export interface Console {
  /** Writes data to standard output. */
  out(text: string): void;
  /** Writes messages to standard error. */
  err(text: string): void;
  /** Whether to use colours on standard output. Decided per stream; `--no-color` turns them off. */
  readonly colourOut: boolean;
  /** Whether to use colours on standard error. */
  readonly colourErr: boolean;
  /** Columns of the terminal on standard output; undefined without a terminal. */
  readonly columnsOut: number | undefined;
  /** Columns of the terminal on standard error; undefined without a terminal. */
  readonly columnsErr: number | undefined;
}

/** An item to choose. */
export interface Choice {
  /** The value that is returned and shown. */
  readonly name: string;
  /** Distinguishes it from others, e.g. its kind and account. */
  readonly detail?: string | undefined;
}

/** A prompt for text. */
export interface Question {
  readonly text: string;
  /** Whether input is hidden. */
  readonly hidden: boolean;
  /** Returns what is wrong with an answer; the prompt is then repeated. */
  check?(answer: string): string | undefined;
}

/** Prompts the user at the terminal, if there is one. */
export interface Prompter {
  /** Whether prompts are possible: standard input and error are terminals, and this is not a CI job. */
  readonly interactive: boolean;

  /** Prompts for one of several items. @returns The name of the choice. @throws {CancelledError} If the user cancels. */
  choose(question: string, choices: readonly Choice[]): Promise<string>;

  /**
   * Prompts for one or more of several items, or all of them.
   *
   * @returns The names of the choices, in the order in which they were chosen; at least one.
   * @throws {CancelledError} If the user cancels.
   */
  chooseSeveral(question: string, choices: readonly Choice[]): Promise<readonly string[]>;

  /** Prompts for text. @param signal Aborts the prompt; its reason is thrown. @throws {CancelledError} If the user cancels. */
  ask(question: Question, signal: AbortSignal): Promise<string>;

  /** Shows instructions to the user, immediately and regardless of `--quiet`. Lines must be terminated and escaped. */
  tell(text: string): void;
}

/** Shows that work is in progress. */
export interface Progress {
  /** Shows a line per item until the result is disposed of, which removes all lines. @param names The items. Safe for a terminal. */
  show(names: readonly string[]): ProgressLines;
}

/** The lines of work in progress. */
export interface ProgressLines extends Disposable {
  /** Marks an item as finished. */
  end(name: string, result: "ok" | "failed"): void;
}

/** Receives notes, as sentences without a final period. They contain no secrets and are not escaped yet. */
export interface Notes {
  /** Something that the user should know although the work continues. */
  warning(sentence: string): void;

  /** Details that help to understand what was done; shown with `--verbose`. */
  debug(sentence: string): void;
}

/** Drops all notes. */
export const NO_NOTES: Notes = { warning: () => {}, debug: () => {} };

/** Files that the user names for output. */
export interface OutputFiles {
  /** Appends text on its own line to a file; a new file is private to its owner. @throws {EnvironmentError} `OUTPUT_UNWRITABLE`. */
  append(path: string, text: string): Promise<void>;

  /** Replaces the content of a file. Errors as {@linkcode OutputFiles.append}. */
  replace(path: string, text: string): Promise<void>;
}

/** For processes without an interactive terminal: operations that need a prompt fail instead. */
export const NON_INTERACTIVE_PROMPTER: Prompter = {
  interactive: false,
  choose: () => Promise.reject(new TypeError("No interactive terminal is available")),
  chooseSeveral: () => Promise.reject(new TypeError("No interactive terminal is available")),
  ask: () => Promise.reject(new TypeError("No interactive terminal is available")),
  tell: () => {},
};
