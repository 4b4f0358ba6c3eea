import { AtmosEcrError, EnvironmentError } from "../../domain/errors/errors.ts";
import { isSystemError, systemErrorCode } from "./system_error.ts";

/** Why a file could not be used, if the operating system has no error for it. */
export type FileErrorReason =
  | "lock-timeout"
  /** Root would follow a link of another user. */
  | "link-foreign"
  /** The lock file is a symbolic link, or belongs to another user. */
  | "lock-refused"
  | "lock-unsupported"
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
  readonly path: string;

  /** @param message The state only, e.g. `another process holds the lock`. */
  constructor(reason: FileErrorReason, path: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
    this.path = path;
  }
}

/** The meaning of common system errors for a file, as the end of a sentence. Reference: errno(3). */
const STATES: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EROFS: "the file system is read-only",
  ENOSPC: "no space left on the device",
  EDQUOT: "the disk quota is exceeded",
  ENOENT: "no such file or directory",
  ENOTDIR: "a part of the path is not a directory",
  EISDIR: "it is a directory",
  ELOOP: "it is a symbolic link to itself",
  ENAMETOOLONG: "its name is too long for the file system",
  EMFILE: "too many open files",
  ENFILE: "too many open files",
};

/** Hints if neither the file nor its permissions are the cause, by system error or {@linkcode FileErrorReason}. */
const HINTS: Readonly<Record<string, string>> = {
  EROFS: "Use a directory on a writable file system",
  ENOSPC: "Free some space and try again",
  EDQUOT: "Free some space and try again",
  EMFILE: "Raise the open file limit, or stop other programs, and try again",
  ENFILE: "Raise the open file limit, or stop other programs, and try again",
  "lock-timeout": "Try again when the other process has finished",
  "lock-refused": "Check who owns the lock file, remove it and try again",
  "lock-unsupported": "Use a directory on a local file system",
};

/** The meaning of a system error for a file; undefined for other errors. */
export function systemState(error: unknown): string | undefined {
  return STATES[systemErrorCode(error) ?? ""] ??
    (error instanceof Deno.errors.PermissionDenied ? STATES["EACCES"] : undefined);
}

/** The hint for an error that no change of the file repairs, such as a full disk, or a lock; undefined for any other. */
export function systemHint(error: unknown): string | undefined {
  return HINTS[error instanceof FileError ? error.reason : systemErrorCode(error) ?? ""];
}

/**
 * Why a file could not be used, as the end of a sentence, e.g. `no space left on the device`. Undefined for an error that comes neither
 * from the system nor from a {@linkcode FileError}: a bug.
 */
export function failureState(error: unknown): string | undefined {
  if (error instanceof FileError) return error.message;
  if (!isSystemError(error)) return undefined;
  return systemState(error) ?? `system error (${systemErrorCode(error) ?? error.name})`;
}

/**
 * The hint if the system denies access.
 *
 * @param what What is denied, as the end of a sentence: `the file and its directory`.
 * @param isWindows Whether permissions are those of Windows, which has no owner and mode to correct.
 */
export function rightsHint(what: string, isWindows: boolean = Deno.build.os === "windows"): string {
  return isWindows
    ? `Check that you can modify ${what}, that it is not read-only, and that no other program has it open`
    : `Check the owner and permissions of ${what}`;
}

/** `STATE_UNUSABLE` for a failure of a file, as the end of a message; our own errors and bugs are returned unchanged. */
export function stateError(message: string, cause: unknown, hint: string): unknown {
  const state = cause instanceof AtmosEcrError ? undefined : failureState(cause);
  return state === undefined ? cause : new EnvironmentError("STATE_UNUSABLE", `${message}: ${state}`, {
    hint: systemHint(cause) ?? hint,
    cause,
  });
}

/** Why a state file cannot be used, as the end of a sentence. A bug is thrown. */
export function unusable(error: unknown): string {
  return `cannot be used: ${stateOf(error)}`;
}

/** `STATE_UNUSABLE` for a state file that should have been removed. A bug is thrown. @param what What it contains, with its path. */
export function unremovable(what: string, cause: unknown): EnvironmentError {
  return new EnvironmentError("STATE_UNUSABLE", `Cannot remove ${what}: ${stateOf(cause)}`, {
    hint: systemHint(cause) ?? `${rightsHint("the file and its directory")}, or remove the file by hand`,
    cause,
  });
}

/** Why a file could not be used, as {@linkcode failureState}. A bug is thrown. */
export function stateOf(error: unknown): string {
  const state = failureState(error);
  if (state === undefined) throw error;
  return state;
}
