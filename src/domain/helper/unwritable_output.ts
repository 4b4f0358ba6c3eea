/** Standard output that takes no more, as on a full disk. Without the classes of errors, which a warm answer does without. */
export class UnwritableOutput extends Error {
  override readonly name = "UnwritableOutput";
  /** Stable identifier, listed in the README. */
  readonly code = "OUTPUT_UNWRITABLE";

  /** @param reason What the system says. */
  constructor(reason: string, cause: unknown) {
    super(`Cannot write to standard output: ${reason}`, { cause });
  }
}

/** What to do about it. */
export const UNWRITABLE_HINT = "Check the disk and the destination of standard output, then try again";
