/** A release, for those who write about it. */
export interface Release {
  /** `owner/name` on GitHub. */
  readonly repository: string;
  readonly version: string;
  /** Sum by name of its files. */
  readonly sums: ReadonlyMap<string, string>;
}

/** Where a file of a release is downloaded. */
export function urlOf({ repository, version }: Release, name: string): string {
  return `https://github.com/${repository}/releases/download/v${version}/${name}`;
}

/** The sum of a file. @throws {Error} when the release does not have it. */
export function sumOf({ sums }: Release, name: string): string {
  const sum = sums.get(name);
  if (sum === undefined) throw new Error(`Cannot find ${name} in SHA256SUMS`);
  return sum;
}
