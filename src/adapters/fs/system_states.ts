import { systemErrorCode } from "./system_error.ts";

/** The meaning of common system errors for a file, as the end of a sentence. Reference: errno(3). */
const STATES: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EROFS: "the file system is read-only",
  ENOSPC: "no space left on the device",
  EDQUOT: "the disk quota is exceeded",
  ENOTDIR: "a part of the path is not a directory",
  EISDIR: "it is a directory",
  ELOOP: "it is a symbolic link to itself",
  ENAMETOOLONG: "its name is too long for the file system",
  EMFILE: "too many open files",
  ENFILE: "too many open files",
};

/** Hints if neither the file nor its permissions are the cause. */
const HINTS: Readonly<Record<string, string>> = {
  EROFS: "Use a directory on a writable file system",
  ENOSPC: "Free some space and try again",
  EDQUOT: "Free some space and try again",
  EMFILE: "Raise the open file limit, or stop other programs, and try again",
  ENFILE: "Raise the open file limit, or stop other programs, and try again",
};

/** The meaning of a system error for a file; undefined for other errors. */
export function systemState(error: unknown): string | undefined {
  return STATES[systemErrorCode(error) ?? ""] ??
    (error instanceof Deno.errors.PermissionDenied ? STATES["EACCES"] : undefined);
}

/** The hint for a system error that no change of the file repairs, such as a full disk; undefined for any other. */
export function systemHint(error: unknown): string | undefined {
  return HINTS[systemErrorCode(error) ?? ""];
}
