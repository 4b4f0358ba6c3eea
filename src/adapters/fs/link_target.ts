import { dirname, resolve } from "node:path";
import { FileError } from "./file_error.ts";
import { ifExistsSync } from "./system_error.ts";

/** The limit of Linux, path_resolution(7). */
const MAX_LINKS = 40;

/**
 * The path that a write to `path` would reach: every symbolic link is followed, even if its target does not exist yet (`realPath` fails
 * then).
 *
 * @throws {FileError} `link-loop`; `link-foreign` for root and a link of another user; `link-broken` if a link leads to a directory that
 * does not exist.
 */
export function resolveLinkTarget(path: string): string {
  let current = resolve(path);
  for (let links = 0; links <= MAX_LINKS; links++) {
    const info = ifExistsSync(() => Deno.lstatSync(current));
    if (!info?.isSymlink) return current;
    // Root must not write for a user what the user's link leads to.
    if (Deno.build.os !== "windows" && Deno.uid() === 0 && info.uid !== 0) {
      const state = `it is a link owned by user ${info.uid}, which root does not follow`;
      throw new FileError("link-foreign", path, state);
    }
    // Relative to the real place of the link, whose directory may itself be reached through a link.
    const next = resolve(Deno.realPathSync(dirname(current)), Deno.readLinkSync(current));
    if (ifExistsSync(() => Deno.statSync(dirname(next))) === undefined) {
      throw new FileError("link-broken", path, `it is a link to "${next}", whose directory does not exist`);
    }
    current = next;
  }
  throw new FileError("link-loop", path, "it is a symbolic link to itself");
}
