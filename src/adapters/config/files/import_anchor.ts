import { dirname, isAbsolute, join, resolve } from "node:path";
import type { ConfigFiles } from "./config_files.ts";

/** What determines the meaning of a relative path. */
export interface AnchorContext {
  readonly files: ConfigFiles;
  readonly cwd: string;
  /** The root of the git repository of the working directory; undefined outside a repository, or if it is to be ignored. */
  readonly gitRoot: string | undefined;
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
  declared: string | undefined,
  { files, cwd, gitRoot, basePath }: AnchorContext,
): Promise<string> {
  const runtime = basePath !== undefined;
  const path = basePath ?? declared ?? "";
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

/** The nearest directory upwards that contains `.git`; undefined if there is none. */
export async function findGitRoot(directory: string, files: ConfigFiles): Promise<string | undefined> {
  for (let current = directory;; current = dirname(current)) {
    if (await files.kind(join(current, ".git")).catch(() => "missing") !== "missing") return current;
    if (dirname(current) === current) return undefined;
  }
}
