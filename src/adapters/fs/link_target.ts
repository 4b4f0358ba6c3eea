import { dirname, resolve } from "node:path";
import { FileError } from "./file_error.ts";
import { ifExists } from "./system_error.ts";

/** Reference: Linux' own limit, path_resolution(7). */
const MAX_LINKS = 40;

/**
 * The path that a write through `path` would reach: every symbolic link is followed, also one whose target does not exist yet
 * (`realPath` fails there).
 *
 * @throws {FileError} `link-loop`; `link-foreign` for root and a link of another user; `link-broken` when a link leads into a directory that does not exist.
 */
export async function resolveLinkTarget(path: string): Promise<string> {
  let current = resolve(path);
  for (let links = 0; links <= MAX_LINKS; links++) {
    const info = await ifExists(Deno.lstat(current));
    if (!info?.isSymlink) return current;
    // What a user's link leads to is not the user's to write, only because root runs this.
    if (Deno.build.os !== "windows" && Deno.uid() === 0 && info.uid !== 0) {
      throw new FileError(
        "link-foreign",
        path,
        `it is a link of user ${info.uid}, which root does not follow`,
      );
    }
    // Relative to where the link really is: its directory may be reached through a link itself.
    const next = resolve(await Deno.realPath(dirname(current)), await Deno.readLink(current));
    if (await ifExists(Deno.stat(dirname(next))) === undefined) {
      throw new FileError("link-broken", path, `it is a link to "${next}", whose directory does not exist`);
    }
    current = next;
  }
  throw new FileError("link-loop", path, "it is a symbolic link to itself");
}
