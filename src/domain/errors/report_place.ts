/** The page of this program, which links to its repository and issues. The documentation uses the same. */
export const PROJECT_PAGE = "https://jsr.io/@atmos/ecr";

/**
 * The page that explains errors, in the package of a version; each code is a heading.
 *
 * @param version As in `1.2.3`.
 */
export function errorPage(version: string, code: string): string {
  return `${PROJECT_PAGE}/${version}/docs/troubleshooting.md#${code.toLowerCase()}`;
}

/** The hint for a bug of this program. */
export const REPORT_HINT = `Report this issue at ${PROJECT_PAGE}`;
