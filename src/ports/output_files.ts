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
