import { FileError } from "./file_error.ts";
import { isSystemError, systemErrorCode } from "./system_error.ts";
import { systemState } from "./system_states.ts";

/**
 * Why a file could not be used, as the end of a sentence, e.g. `no space left on the device`. Undefined for an error that comes neither
 * from the system nor from a {@linkcode FileError}: a bug.
 */
export function failureState(error: unknown): string | undefined {
  if (error instanceof FileError) return error.message;
  if (!isSystemError(error)) return undefined;
  return systemState(error) ?? `system error (${systemErrorCode(error) ?? error.name})`;
}
