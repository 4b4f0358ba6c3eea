/** A program to run in place of this one. */
export interface ProgramRequest {
  /** A path, or a name to look up in the `PATH`. */
  readonly program: string;
  readonly args: readonly string[];
  /** Its whole environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** Runs programs that have the terminal, or whatever the standard streams are, to themselves. */
export interface Programs {
  /**
   * Runs a program to its end. Signals go to it; this program outlives them.
   *
   * @returns The exit code, as shells report it: 128 and the number of the signal that ended it.
   * @throws {ProgramError} `PROGRAM_NOT_FOUND`, `PROGRAM_NOT_EXECUTABLE`.
   */
  run(request: ProgramRequest): Promise<number>;
}
