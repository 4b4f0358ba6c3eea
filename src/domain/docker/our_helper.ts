/** The suffix under which Docker knows this program: `credHelpers[host]` names it, and `docker-credential-atmos-ecr` is run for it. */
export const HELPER_SUFFIX = "atmos-ecr";

/** The file name of the program that Docker runs for a suffix. Reference: https://github.com/docker/docker-credential-helpers#usage */
export function helperProgram(suffix: string): string {
  return `docker-credential-${suffix}`;
}
