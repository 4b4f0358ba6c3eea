/** Why a file could not be handled, where the operating system has no word of its own for it. */
export type FileErrorReason =
  /** Another process held the lock for the whole time limit. */
  | "lock-timeout"
  /** Root would follow a link of another user. */
  | "link-foreign"
  /** The lock file is a symbolic link, or belongs to somebody else. */
  | "lock-refused"
  /** The file system knows no locks. */
  | "lock-unsupported"
  /** Symbolic links that lead to each other. */
  | "link-loop"
  /** A symbolic link into a directory that does not exist. */
  | "link-broken"
  /** A directory, pipe or device where a file was expected. */
  | "not-a-file"
  /** Something else where a directory was expected, e.g. a link to nowhere. */
  | "not-a-directory"
  | "too-large"
  /** A program that takes no lock wrote again and again. */
  | "always-changing";

/** A file could not be handled. Whoever knows what the file is for turns this into an error for the user. */
export class FileError extends Error {
  override readonly name = "FileError";
  readonly reason: FileErrorReason;
  /** The path in question. */
  readonly path: string;

  /** @param message The state alone, e.g. `another process holds the lock`. */
  constructor(reason: FileErrorReason, path: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
    this.path = path;
  }
}
