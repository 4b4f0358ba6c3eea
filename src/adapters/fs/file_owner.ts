/** A user and group, by number. */
export interface FileOwner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The owner that a file should get because root writes on behalf of somebody: that of the file it replaces, else that of its
 * directory. Otherwise `sudo` would leave behind files that the user cannot open any more.
 *
 * @returns undefined for anyone but root, and where root is the owner anyway.
 */
export function inheritedOwner(
  file: Deno.FileInfo | undefined,
  directory: Deno.FileInfo,
): FileOwner | undefined {
  if (Deno.build.os === "windows" || Deno.uid() !== 0) return undefined;
  const { uid, gid } = file ?? directory;
  return uid === null || gid === null || (uid === 0 && gid === 0) ? undefined : { uid, gid };
}
