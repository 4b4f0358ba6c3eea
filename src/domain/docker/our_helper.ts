/** The suffix of this program in `credHelpers`, for which Docker runs `docker-credential-atmos-ecr`. */
export const HELPER_SUFFIX = "atmos-ecr";

/** The file name of the program that Docker runs for a suffix. Reference: https://github.com/docker/docker-credential-helpers#usage */
export function helperProgram(suffix: string): string {
  return `docker-credential-${suffix}`;
}

/** The default of `PATHEXT` on Windows. Reference: `findExecutable` in Go's os/exec */
const WINDOWS_EXTENSIONS = ".com;.exe;.bat;.cmd";

/**
 * The files that a system runs for a program's name, in search order.
 *
 * @param extensions The value of `PATHEXT`, which only Windows has.
 */
export function programFiles(program: string, isWindows: boolean, extensions?: string): readonly string[] {
  if (!isWindows) return [program];
  return (extensions || WINDOWS_EXTENSIONS).toLowerCase().split(";").filter((extension) => extension !== "")
    .map((extension) => `${program}.${extension.replace(/^\./, "")}`);
}
