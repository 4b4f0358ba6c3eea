import { delimiter, isAbsolute } from "node:path";

/**
 * The directories of a `PATH` in order, without relative and empty ones: they stand for the working directory, which may be a repository of
 * someone else. Go skips them as well.
 *
 * Reference: https://pkg.go.dev/os/exec#hdr-Executables_in_the_current_directory
 */
export function programDirectories(
  path: string | undefined,
  separator: string = delimiter,
): readonly string[] {
  return (path ?? "").split(separator).filter((directory) => isAbsolute(directory));
}

/** Contains no program. An empty `PATH` would be the working directory again. */
const NOWHERE = "/dev/null";

/** The variable `PATH` with {@linkcode programDirectories} only, for `Deno.Command`, which searches there; nothing if it is not set. */
export function programPath(path: string | undefined): { readonly PATH?: string } {
  return path === undefined ? {} : { PATH: programDirectories(path).join(delimiter) || NOWHERE };
}
