/** The page of this program, which leads to its repository and issues. The documentation names the same. */
export const PROJECT_PAGE = "https://jsr.io/@atmos/ecr";

/**
 * The page that explains errors, as the package of a version has it; each code is a heading of it.
 *
 * @param version As in `1.2.3`.
 */
export function errorPage(version: string, code: string): string {
  return `${PROJECT_PAGE}/${version}/docs/troubleshooting.md#${code.toLowerCase()}`;
}

/** What to do about a defect of this program. */
export const REPORT_HINT = `Report this issue at ${PROJECT_PAGE}`;
