const OS_ERROR_REGEXP = /\(os error (\d+)\)/;

/** The system's name of an error (`EACCES`); undefined where Deno does not know it, or the error is not the system's. */
export function systemErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** The system's number of an error, which Deno gives in its message only. */
export function systemErrorNumber(error: unknown): number | undefined {
  const number = error instanceof Error ? OS_ERROR_REGEXP.exec(error.message)?.[1] : undefined;
  return number === undefined ? undefined : Number(number);
}

/** Whether an error comes from the operating system, and not from a defect. */
export function isSystemError(error: unknown): error is Error {
  return systemErrorCode(error) !== undefined || systemErrorNumber(error) !== undefined;
}

/**
 * `ERROR_INVALID_NAME` of Windows, for a name that no file can have, such as a pattern with `*`.
 *
 * Reference: https://learn.microsoft.com/windows/win32/debug/system-error-codes--0-499-
 */
const INVALID_NAME = 123;

/** Whether an error of a look at a path says that nothing is there, also since nothing can be. */
export function isMissing(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory ||
    systemErrorCode(error) === "ENOENT" ||
    (Deno.build.os === "windows" && systemErrorNumber(error) === INVALID_NAME);
}

/** The result of a look at a path, or undefined where nothing is there. */
export async function ifExists<T>(look: Promise<T>): Promise<T | undefined> {
  try {
    return await look;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
