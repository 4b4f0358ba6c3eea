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
    throw new UsageError(`Cannot work in "${path}": it is not an accessible directory`, {
      hint: "Set --chdir or ATMOS_CHDIR to an existing directory",
      cause,
    });
  }
}
