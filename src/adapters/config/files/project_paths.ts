import { dirname, isAbsolute, relative, sep } from "node:path";
import type { ConfigFiles } from "./config_files.ts";

/** Whether an absolute path is below a directory. */
export function isBelow(path: string, directory: string): boolean {
  // Windows compares names without case, and accepts both slashes.
  const inside = relative(directory, path);
  return inside !== "" && inside !== ".." && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
}

/** Whether a file is below one of some directories, after following links. A directory that contains a home directory is not a project. */
export async function isInside(
  path: string,
  roots: readonly string[],
  { files, home }: { readonly files: ConfigFiles; readonly home: string | undefined },
): Promise<boolean> {
  const real = await files.realPath(path);
  const realHome = home === undefined ? undefined : await files.realPath(home).catch(() => home);
  for (const root of roots) {
    const directory = await files.realPath(root);
    const holdsHome = realHome !== undefined && (directory === realHome || isBelow(realHome, directory));
    // In a home directory, files beside the configuration are allowed; files in its other directories are not.
    if (holdsHome ? dirname(real) === directory : isBelow(real, directory)) return true;
  }
  return false;
}
