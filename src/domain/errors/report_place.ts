/** The page of this program, which leads to its repository and issues. The documentation names the same. */
export const PROJECT_PAGE = "https://jsr.io/@atmos/ecr";

/** What to do about a defect of this program. */
export const REPORT_HINT = `Report it as an issue of atmos-ecr: ${PROJECT_PAGE}`;
