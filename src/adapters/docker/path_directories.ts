import { resolve } from "node:path";
import { homeDirectory } from "../../domain/files/app_directories.ts";
import type { Environment } from "../../ports/process.ts";
import { programDirectories } from "../process/program_path.ts";

/** The absolute directories of the `PATH` in order. */
export function pathDirectories(environment: Environment): readonly string[] {
  return programDirectories(environment.get("PATH"), environment.os === "windows" ? ";" : ":");
}

/** Whether a directory is on the `PATH`, by name or through a link. It need not exist. */
export async function isOnPath(directory: string, environment: Environment): Promise<boolean> {
  const wanted = await placeOf(directory, environment);
  for (const one of pathDirectories(environment)) if (await placeOf(one, environment) === wanted) return true;
  return false;
}

/**
 * The directory for a user's own programs: the first of `~/.local/bin`, `~/bin` and other directories in the home directory that is on the
 * `PATH`; for root, `/usr/local/bin`. It need not exist. Undefined if there is none.
 *
 * Reference: https://specifications.freedesktop.org/basedir-spec/latest/ for `~/.local/bin`.
 */
export async function ownProgramDirectory(environment: Environment): Promise<string | undefined> {
  const home = homeDirectory(environment);
  const isRoot = environment.os !== "windows" && Deno.uid() === 0;
  const usual = [
    ...(isRoot ? ["/usr/local/bin"] : []),
    ...(home === undefined ? [] : [resolve(home, ".local/bin"), resolve(home, "bin")]),
  ];
  for (const directory of usual) if (await isOnPath(directory, environment)) return directory;
  if (home === undefined) return undefined;
  return pathDirectories(environment).find((directory) =>
    directory.startsWith(home) && /^[/\\]./.test(directory.slice(home.length))
  );
}

/** Whether this user may create files in an existing directory, without writing to it. */
export async function isWritable(directory: string): Promise<boolean> {
  // Only here: each login would wait for this module.
  const { access, constants } = await import("node:fs/promises");
  return await access(directory, constants.W_OK).then(() => true, () => false);
}

/** A directory in a form for comparison: without links, as far as it exists; case-insensitive on Windows. */
async function placeOf(directory: string, { cwd, os }: Environment): Promise<string> {
  const path = resolve(cwd, directory);
  const real = await Deno.realPath(path).catch(() => path);
  return os === "windows" ? real.toLowerCase() : real;
}
