import { basename, dirname, join } from "node:path";
import { enterDirectory } from "./guarded_directory.ts";
import { isMissing } from "./system_error.ts";

/**
 * Removes a file, a link or an empty directory. In another user's directory, root follows no links: see {@linkcode enterDirectory}.
 *
 * @param path Absolute.
 * @returns Whether it existed.
 * @throws {FileError} `link-foreign`. System errors are passed on.
 */
export async function removeFile(path: string): Promise<boolean> {
  try {
    using directory = await enterDirectory(dirname(path));
    await Deno.remove(join(directory.path, basename(path)));
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
