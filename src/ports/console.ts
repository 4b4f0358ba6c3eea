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
