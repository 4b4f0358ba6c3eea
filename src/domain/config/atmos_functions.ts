/**
 * The YAML functions of Atmos in `atmos.yaml`.
 *
 * Reference: `pkg/function/tag/tag.go` and `pkg/config/process_yaml.go` of Atmos, commit 0a1cb4480b.
 *
 * @module
 */

/** The tag of every function. */
export const ATMOS_FUNCTION_TAGS = [
  "!env",
  "!exec",
  "!include",
  "!include.raw",
  "!repo-root",
  "!git.root",
  "!git.sha",
  "!git.ref",
  "!git.branch",
  "!git.repository",
  "!git.owner",
  "!git.name",
  "!git.host",
  "!git.url",
  "!cwd",
  "!random",
  "!unset",
] as const;

/** Whether Atmos has a function with that tag. */
export function isAtmosFunction(tag: string): boolean {
  return ATMOS_FUNCTION_TAGS.some((known) => known === tag);
}
