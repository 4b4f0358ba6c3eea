import { UsageError } from "../../domain/errors/errors.ts";
import { homeDirectory } from "../../domain/files/app_directories.ts";
import { ProcessEnvironment } from "./process_environment.ts";

/**
 * Changes the working directory of the process. A leading `~` is the home directory, as in Atmos.
 *
 * @throws {UsageError} `USAGE` if it is not a directory.
 */
export function changeDirectory(path: string): void {
  try {
    Deno.chdir(path.replace(/^~(?=$|[\\/])/, () => homeDirectory(new ProcessEnvironment()) ?? "~"));
  } catch (cause) {
    throw notAccessible(path, "Set --chdir or ATMOS_CHDIR to an existing directory", cause);
  }
}

/**
 * Checks the working directory of a call of the library: in a directory that does not exist there is no configuration, and the environment's
 * credentials would be used.
 *
 * @param path Absolute.
 * @throws {UsageError} `USAGE` if it is not a directory.
 */
export function checkDirectory(path: string): void {
  let cause: unknown;
  try {
    if (Deno.statSync(path).isDirectory) return;
  } catch (error) {
    cause = error;
  }
  throw notAccessible(path, "Set cwd to an existing directory", cause);
}

function notAccessible(path: string, hint: string, cause: unknown): UsageError {
  return new UsageError(`Cannot work in "${path}": it is not an accessible directory`, { hint, cause });
}
