import { extname, join, sep } from "node:path";
import { CONFIG_LIMITS } from "../../../domain/config/config_limits.ts";
import type { SourcePosition } from "../../../domain/errors/errors.ts";
import type { ConfigFiles } from "./config_files.ts";
import { tooMuch } from "./file_problems.ts";
import { compileGlob } from "./glob_pattern.ts";

/** Whether a path is a pattern. */
export function isGlob(path: string): boolean {
  return /[*?[{]/.test(path);
}

/** What a search needs. */
export interface SearchOptions {
  readonly files: ConfigFiles;
  /** Where the path or pattern is written. */
  readonly position?: SourcePosition | undefined;
}

/**
 * The files that match an absolute pattern, below its fixed part, by depth and then by name; `x.yml` is skipped beside `x.yaml`. Patterns
 * support `*`, `?`, `[…]`, `{a,b}` and `**`, and match hidden files. Links to directories are followed, except cyclic ones.
 *
 * Reference: `pkg/config/imports.go` of Atmos, which uses github.com/bmatcuk/doublestar.
 *
 * @throws {ConfigError} `CONFIG_LIMIT` after 10,000 directory entries, `CONFIG_UNREADABLE`.
 */
export async function matchingFiles(pattern: string, options: SearchOptions): Promise<string[]> {
  const parts = pattern.split(sep);
  const fixed = parts.findIndex((part) => isGlob(part));
  const isMatch = compileGlob(toSlashes(pattern));
  return await walkFiles(parts.slice(0, fixed).join(sep) || sep, {
    ...options,
    isMatch: (path) => isMatch(toSlashes(path)),
    maxDepth: pattern.includes("**") ? CONFIG_LIMITS.depth : parts.length - fixed - 1,
  });
}

/**
 * All YAML files below a directory, at any depth, including hidden ones; none if the directory does not exist. Otherwise as {@linkcode
 * matchingFiles}.
 */
export async function yamlFilesBelow(root: string, options: SearchOptions): Promise<string[]> {
  return await walkFiles(root, {
    ...options,
    isMatch: (path) => [".yaml", ".yml"].includes(extname(path)),
    maxDepth: CONFIG_LIMITS.depth,
  });
}

async function walkFiles(
  root: string,
  { files, position, isMatch, maxDepth }: SearchOptions & {
    readonly isMatch: (path: string) => boolean;
    readonly maxDepth: number;
  },
): Promise<string[]> {
  const found: string[] = [];
  let seen = 0;
  const walk = async (directory: string, depth: number): Promise<void> => {
    for (const { name, kind: listed } of await files.list(directory, position)) {
      if (++seen > CONFIG_LIMITS.globEntries) {
        throw tooMuch("an import pattern scans more than 10,000 files", position);
      }
      const path = join(directory, name);
      if (listed === "file" && isMatch(path)) found.push(path);
      if (depth >= maxDepth || listed === "file") continue;
      // A link to a directory is listed as `other`.
      const kind = listed === "other" ? await files.kind(path, position) : listed;
      if (kind === "directory") await enter(path, depth + 1);
    }
  };
  /** Real paths of the directories above the current one: a link to one of them is cyclic. */
  const above = new Set<string>();
  const enter = async (directory: string, depth: number): Promise<void> => {
    const real = await files.realPath(directory);
    if (above.has(real)) return;
    above.add(real);
    await walk(directory, depth);
    above.delete(real);
  };
  if (await files.kind(root, position) === "directory") await enter(root, 0);
  return ordered(found);
}

/** By depth, then by path; of two names that only differ in `.yml` and `.yaml`, the latter. */
function ordered(paths: readonly string[]): string[] {
  const all = new Set(paths);
  return paths
    .filter((path) => extname(path) !== ".yml" || !all.has(`${path.slice(0, -".yml".length)}.yaml`))
    .toSorted((a, b) => a.split(sep).length - b.split(sep).length || (a < b ? -1 : 1));
}

function toSlashes(path: string): string {
  return path.replaceAll(sep, "/");
}
