/** The suffix under which Docker knows this program: `credHelpers[host]` names it, and `docker-credential-atmos-ecr` is run for it. */
export const HELPER_SUFFIX = "atmos-ecr";

/** The file name of the program that Docker runs for a suffix. Reference: https://github.com/docker/docker-credential-helpers#usage */
export function helperProgram(suffix: string): string {
  return `docker-credential-${suffix}`;
}

/** What the names of programs end with on Windows when `PATHEXT` does not say so. Reference: `findExecutable` in Go's os/exec */
const WINDOWS_EXTENSIONS = ".com;.exe;.bat;.cmd";

/**
 * The names of files that a system runs for the name of a program, in the order in which it looks for them.
 *
 * @param extensions The value of `PATHEXT`, which only Windows has.
 */
export function programFiles(program: string, isWindows: boolean, extensions?: string): readonly string[] {
  if (!isWindows) return [program];
  return (extensions || WINDOWS_EXTENSIONS).toLowerCase().split(";").filter((extension) => extension !== "")
    .map((extension) => `${program}.${extension.replace(/^\./, "")}`);
}
