/** Standard output that cannot be written, as on a full disk. Not one of the error classes, which a cache hit does not load. */
export class UnwritableOutput extends Error {
  override readonly name = "UnwritableOutput";
  /** Stable identifier, listed in the README. */
  readonly code = "OUTPUT_UNWRITABLE";

  /** @param reason The system's error. */
  constructor(reason: string, cause: unknown) {
    super(`Cannot write to standard output: ${reason}`, { cause });
  }
}

/** The hint. */
export const UNWRITABLE_HINT = "Check the disk and the destination of standard output, then try again";
