import { dirname, isAbsolute, join, resolve } from "node:path";
import type { LoadScope } from "../files/load_scope.ts";

/** What determines the meaning of a relative path. The git root is undefined if it is to be ignored. */
export interface AnchorScope extends Pick<LoadScope, "files" | "cwd" | "gitRoot"> {
  /** `--base-path` or `ATMOS_BASE_PATH`, which override what a file declares. */
  readonly basePath: string | undefined;
}

/**
 * The directory that the imports of a file are relative to: its `base_path`, resolved.
 *
 * 1. `.`, `..`, `./x`, `../x` start at the file's directory, or at the working directory if they come from the command line;
 * 2. an absolute path is itself;
 * 3. if missing or empty, the git root, or outside a repository the file's directory;
 * 4. anything else is below the git root if it exists there, otherwise below the working directory if it exists there, otherwise below the
 *    git root.
 *
 * Reference: `resolveAbsolutePath` in `pkg/config/config.go` of Atmos, commit 0a1cb4480b.
 */
export async function importAnchor(
  file: string,
  declared: string,
  { files, cwd, gitRoot, basePath }: AnchorScope,
): Promise<string> {
  const runtime = basePath !== undefined;
  const path = basePath ?? declared;
  const own = dirname(file);
  if (path === "") return gitRoot ?? own;
  if (isAbsolute(path)) return path;
  if (/^\.{1,2}(?:[\\/]|$)/.test(path)) return resolve(runtime ? cwd : own, path);
  const candidates = gitRoot !== undefined ? [gitRoot, cwd] : runtime ? [cwd, own] : [own, cwd];
  for (const candidate of candidates) {
    if (await files.kind(join(candidate, path)) === "directory") return join(candidate, path);
  }
  return join(gitRoot ?? own, path);
}
