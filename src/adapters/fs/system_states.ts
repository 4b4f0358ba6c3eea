import { systemErrorCode } from "./system_error.ts";

/** What the commonest errors of the system mean for a file, as the end of a sentence. Reference: errno(3). */
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

/** What to do where neither the file nor its rights are at fault. */
const HINTS: Readonly<Record<string, string>> = {
  EROFS: "Use a directory on a writable file system",
  ENOSPC: "Free some space and try again",
  EDQUOT: "Free some space and try again",
  EMFILE: "Raise the open file limit, or stop other programs, and try again",
  ENFILE: "Raise the open file limit, or stop other programs, and try again",
};

/** What an error of the system means for a file; undefined for one without words. */
export function systemState(error: unknown): string | undefined {
  return STATES[systemErrorCode(error) ?? ""] ??
    (error instanceof Deno.errors.PermissionDenied ? STATES["EACCES"] : undefined);
}

/** What to do about an error of the system that no change of the file mends, such as a full disk; undefined for any other. */
export function systemHint(error: unknown): string | undefined {
  return HINTS[systemErrorCode(error) ?? ""];
}
