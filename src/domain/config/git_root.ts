/** The variable that turns off the root of the git repository as a place of configuration. Reference: `pkg/config/load.go` of Atmos. */
export const GIT_ROOT_VARIABLE = "ATMOS_GIT_ROOT_BASEPATH";

/** Whether the root of the git repository is not searched, and imports do not start there. */
export function ignoresGitRoot(variable: (name: string) => string | undefined): boolean {
  return variable(GIT_ROOT_VARIABLE) === "false";
}
