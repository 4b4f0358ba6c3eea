import { FileError } from "./file_error.ts";
import { ifExists, ifExistsSync } from "./system_error.ts";

/**
 * Reads a whole file, through symbolic links.
 *
 * @param maxBytes The maximum size.
 * @returns undefined if there is no file, or a link to none.
 * @throws {FileError} `not-a-file` for a directory, pipe or device (which are not opened), `too-large`.
 */
export async function readBounded(
  path: string,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const info = ifExistsSync(() => Deno.statSync(path));
  if (info === undefined) return undefined;
  if (!info.isFile) throw new FileError("not-a-file", path, "it is not a regular file");
  if (info.size > maxBytes) throw tooLarge(path, maxBytes);
  const bytes = await ifExists(Deno.readFile(path));
  if (bytes !== undefined && bytes.length > maxBytes) throw tooLarge(path, maxBytes);
  return bytes;
}

function tooLarge(path: string, maxBytes: number): FileError {
  return new FileError("too-large", path, `it is larger than ${Math.floor(maxBytes / 1024 / 1024)} MiB`);
}
