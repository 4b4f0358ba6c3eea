/** A program that Docker could run as a credential helper. */
export interface HelperProgram {
  /** Absolute path, as it was found. */
  readonly path: string;
  /** Whether it is this very program. */
  readonly own: boolean;
}

/** The credential helpers of the machine: programs `docker-credential-<suffix>` on the PATH. */
export interface HelperPrograms {
  /** The program that Docker would run for a suffix; undefined when there is none. Never fails. */
  find(suffix: string): Promise<HelperProgram | undefined>;
}
