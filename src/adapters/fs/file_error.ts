/** Why a file could not be used, if the operating system has no error for it. */
export type FileErrorReason =
  /** Another process held the lock until the time limit. */
  | "lock-timeout"
  /** Root would follow a link of another user. */
  | "link-foreign"
  /** The lock file is a symbolic link, or belongs to another user. */
  | "lock-refused"
  /** The file system does not support locks. */
  | "lock-unsupported"
  /** A cycle of symbolic links. */
  | "link-loop"
  /** A symbolic link into a directory that does not exist. */
  | "link-broken"
  /** A directory, pipe or device where a file was expected. */
  | "not-a-file"
  /** Something other than a directory, e.g. a dangling link. */
  | "not-a-directory"
  | "too-large"
  /** A program without a lock kept writing. */
  | "always-changing";

/** A file could not be used. Callers that know its purpose turn this into an error for the user. */
export class FileError extends Error {
  override readonly name = "FileError";
  readonly reason: FileErrorReason;
  /** The path of the file. */
  readonly path: string;

  /** @param message The state only, e.g. `another process holds the lock`. */
  constructor(reason: FileErrorReason, path: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
    this.path = path;
  }
}
