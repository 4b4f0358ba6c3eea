import { changesOf } from "./changelog.ts";

/** What has to agree about a release. */
export interface ReleaseFacts {
  /** The tag in git. */
  readonly tag: string;
  /** Of `deno.json`. */
  readonly manifest: string;
  /** Of `src/version.ts`. */
  readonly program: string;
  /** The text of `CHANGELOG.md`. */
  readonly changelog: string;
}

/** Reference: https://semver.org */
const TAG_REGEXP = /^v(?<version>\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)$/;

/** Everything that does not agree, as sentences; none when the release can be made. */
export function disagreements({ tag, manifest, program, changelog }: ReleaseFacts): readonly string[] {
  const version = TAG_REGEXP.exec(tag)?.groups?.["version"];
  if (version === undefined) return [`The tag "${tag}" is not a version with a v before it, such as v1.2.3`];
  const problems: string[] = [];
  if (manifest !== version) problems.push(`deno.json has version ${manifest}, and the tag is ${tag}`);
  if (program !== version) problems.push(`src/version.ts has version ${program}, and the tag is ${tag}`);
  try {
    changesOf(changelog, version);
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  return problems;
}
