const OS_ERROR_REGEXP = /\(os error (\d+)\)/;

/** `EACCES`; `UNKNOWN` on Windows. Codes of this program (`DOCKER_CONFIG_INVALID`) and of Node's own checks (`ERR_…`) are neither. */
const CODE_REGEXP = /^(?:E[A-Z0-9]+|UNKNOWN)$/;

/** The name of a system error (`EACCES`); undefined if Deno does not know it, or if it is not a system error. */
export function systemErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" && CODE_REGEXP.test(error.code) ? error.code : undefined;
}

/** The number of a system error, which Deno only gives in its message. */
export function systemErrorNumber(error: unknown): number | undefined {
  const number = error instanceof Error ? OS_ERROR_REGEXP.exec(error.message)?.[1] : undefined;
  return number === undefined ? undefined : Number(number);
}

/** Whether an error comes from the operating system, and is not a bug. */
export function isSystemError(error: unknown): error is Error {
  return systemErrorCode(error) !== undefined || systemErrorNumber(error) !== undefined;
}

/**
 * `ERROR_INVALID_NAME` of Windows, for an invalid file name, such as a pattern with `*`.
 *
 * Reference: https://learn.microsoft.com/windows/win32/debug/system-error-codes--0-499-
 */
const INVALID_NAME = 123;

/** Whether an error means that nothing exists at a path, or that nothing can. */
export function isMissing(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory ||
    systemErrorCode(error) === "ENOENT" ||
    (Deno.build.os === "windows" && systemErrorNumber(error) === INVALID_NAME);
}

/** As {@linkcode ifExists}, for a look at a path, which takes a few microseconds, and a thread for it a hundred. */
export function ifExistsSync<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** The result of an operation on a path, or undefined if nothing exists there. */
export async function ifExists<T>(look: Promise<T>): Promise<T | undefined> {
  try {
    return await look;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
