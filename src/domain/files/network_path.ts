/** Why a path is not accessed, as the end of a sentence. */
export const NETWORK_PATH =
  "it is a network path, and opening it would send your credentials to another machine";

/**
 * Whether a path names a network share: Windows sends the user's credentials to the host that it names.
 *
 * Reference: https://learn.microsoft.com/dotnet/standard/io/file-path-formats, "UNC paths"
 */
export function isNetworkPath(path: string, os: string): boolean {
  return os === "windows" && /^[\\/]{2}/.test(path.trim());
}
