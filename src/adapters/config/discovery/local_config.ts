import { basename, dirname, join } from "node:path";
import type { Problem } from "../../../domain/config/problem.ts";
import type { ConfigFiles } from "../files/config_files.ts";
import { fileWarning } from "../files/file_problems.ts";
import { FILE_NAMES, lookInDirectory } from "./config_source.ts";

/** What stops Atmos' search at the working directory. Reference: `pkg/config/git_root.go` of Atmos. */
const MARKERS = ["atmos.yaml", ".atmos.yaml", ".atmos", ".atmos.d", "atmos.d"] as const;

/** What identifies the nearest directory above the working directory. */
const ANCESTOR_MARKERS = ["atmos.yaml", ".atmos.yaml"] as const;

/** The first item in a directory that stops Atmos' search, as an absolute path. */
export async function localConfigOf(directory: string, files: ConfigFiles): Promise<string | undefined> {
  for (const name of MARKERS) {
    const path = join(directory, name);
    if (await files.kind(path) !== "missing") return path;
  }
  return undefined;
}

/** The nearest directory above one that contains a configuration. An unreadable directory counts as empty. */
export async function nearestAncestor(directory: string, files: ConfigFiles): Promise<string | undefined> {
  let below = directory;
  for (let current = dirname(directory); current !== below; current = dirname(current)) {
    for (const name of ANCESTOR_MARKERS) {
      if (await files.kind(join(current, name)).catch(() => "missing") !== "missing") return current;
    }
    below = current;
  }
  return undefined;
}

/**
 * Warnings about configurations in parent directories that Atmos silently ignores, because of an item in the working directory that it does
 * not read as a configuration itself.
 */
export async function lostSources(
  marker: string,
  directories: readonly string[],
  files: ConfigFiles,
): Promise<Problem[]> {
  const own = await lookInDirectory(dirname(marker), files);
  if (own.path !== undefined && FILE_NAMES.some((name) => basename(marker) === name)) return [];
  const problems: Problem[] = [];
  for (const directory of new Set(directories)) {
    const { path } = await lookInDirectory(directory, files);
    if (path === undefined) continue;
    const end = `"${basename(marker)}" in the working directory ends the search, as in Atmos`;
    problems.push(fileWarning("CONFIG_NOT_FOUND", `Ignoring "${files.shown(path)}": ${end}`, {
      hint: `Add an atmos.yaml here that imports it, or set ATMOS_CLI_CONFIG_PATH=${directory}`,
    }));
  }
  return problems;
}
