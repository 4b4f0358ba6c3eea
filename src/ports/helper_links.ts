/** The way to this program under the name that Docker runs. */
export interface HelperLink {
  /** Absolute path. */
  readonly path: string;
  /** Whether it is new. */
  readonly changed: boolean;
}

/** Puts this program where Docker finds it. */
export interface HelperLinks {
  /**
   * What {@linkcode HelperLinks.create} would do.
   *
   * @param directory Absolute, or relative to the working directory.
   * @throws {UsageError} `USAGE` when the directory does not exist or cannot be written, or the name is taken by somebody else.
   */
  check(directory: string): Promise<HelperLink>;

  /** Makes `docker-credential-atmos-ecr` in a directory. What is there already stays. Errors as {@linkcode HelperLinks.check}. */
  create(directory: string): Promise<HelperLink>;
}
