/** A user and group, by number. */
export interface FileOwner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The owner of a file that root writes for another user: that of the file it replaces, otherwise that of its directory. Without this,
 * `sudo` would leave files that the user cannot open.
 *
 * @returns undefined for any other user, and if root is the owner anyway.
 */
export function inheritedOwner(
  file: Deno.FileInfo | undefined,
  directory: Deno.FileInfo,
): FileOwner | undefined {
  if (Deno.build.os === "windows" || Deno.uid() !== 0) return undefined;
  const { uid, gid } = file ?? directory;
  return uid === null || gid === null || (uid === 0 && gid === 0) ? undefined : { uid, gid };
}
