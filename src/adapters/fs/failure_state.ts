import { FileError } from "./file_error.ts";
import { isSystemError, systemErrorCode } from "./system_error.ts";

/**
 * Why a file could not be used, as the end of a sentence, e.g. `the system refuses (EACCES)`. Undefined for an error that comes neither
 * from the system nor from a {@linkcode FileError}: a defect.
 */
export function failureState(error: unknown): string | undefined {
  if (error instanceof FileError) return error.message;
  return isSystemError(error) ? `the system refuses (${systemErrorCode(error) ?? error.name})` : undefined;
}
