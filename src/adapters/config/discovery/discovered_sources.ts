import { join, resolve } from "node:path";
import { expandVariables, ignoresGitRoot } from "../../../domain/config/atmos_variables.ts";
import type { Problem } from "../../../domain/config/problem.ts";
import {
  type ConfigSource,
  FILE_NAMES,
  type FoundSources,
  type LeftOut,
  leftOut,
  lookInDirectory,
} from "./config_source.ts";
import { fileWarning } from "../files/file_problems.ts";
import type { LoadScope } from "../files/load_scope.ts";
import { localConfigOf, lostSources, nearestAncestor } from "./local_config.ts";
import { systemDirectory } from "./working_place.ts";

interface Place {
  readonly directory: string;
  readonly reason: string;
  /** Whether it was named explicitly, so that its owner does not matter. */
  readonly named?: boolean;
  readonly system?: boolean;
  /** Its path for Atmos, if it is not the directory's: without symbolic links. */
  readonly realPath?: string;
}

/**
 * Finds the files to read, lowest precedence first:
 *
 * 1. the system directory, without its imports;
 * 2. `.atmos` in the home directory;
 * 3. the nearest directory above the working directory that contains `atmos.yaml` or `.atmos.yaml`;
 * 4. the git root;
 * 5. the working directory;
 * 6. that of `ATMOS_CLI_CONFIG_PATH`.
 *
 * 3 and 4 are skipped if the working directory has a configuration or a directory for one, and with `ATMOS_CLI_CONFIG_PATH`. A file of
 * another user is skipped with a warning; in the working directory, it is an error.
 *
 * Reference: `loadConfigSources` in `pkg/config/load.go` of Atmos, commit 0a1cb4480b.
 */
export async function discoveredSources(context: LoadScope): Promise<FoundSources> {
  const { cwd, files, gitRoot, variable, environment } = context;
  const written = variable("ATMOS_CLI_CONFIG_PATH")?.trim() ?? "";
  const problems: Problem[] = [];
  const marker = await localConfigOf(cwd, files);
  const ancestor = await nearestAncestor(cwd, files);
  const useGitRoot = gitRoot !== undefined && !ignoresGitRoot(variable);
  const above: Place[] = [
    ...ancestor === undefined ? [] : [{ directory: ancestor, reason: "parent directory" }],
    ...useGitRoot && gitRoot !== cwd
      ? [{ directory: gitRoot, reason: "git root", realPath: await files.realPath(gitRoot) }]
      : [],
  ];
  if (marker !== undefined && written === "") {
    problems.push(...await lostSources(marker, above.map(({ directory }) => directory), files));
  }
  const system = systemDirectory(environment);
  const home = variable("HOME") || (environment.os === "windows" ? variable("USERPROFILE") : undefined);
  const places: Place[] = [
    ...system === undefined ? [] : [{ directory: system, reason: "system directory", system: true }],
    ...home ? [{ directory: join(home, ".atmos"), reason: "home directory" }] : [],
    ...marker === undefined && written === "" ? above : [],
    { directory: cwd, reason: "working directory" },
    ...written === "" ? [] : [{
      directory: resolve(cwd, expandVariables(written, variable)),
      reason: "ATMOS_CLI_CONFIG_PATH",
      named: true,
    }],
  ];
  const candidates: (ConfigSource | LeftOut)[] = [];
  for (const [index, place] of places.entries()) {
    // A directory that occurs twice is one source, at the higher position.
    if (places.findLastIndex(({ directory }) => directory === place.directory) !== index) continue;
    const found = await lookAt(place, context);
    candidates.push(...found.candidates);
    problems.push(...found.problems);
    if (place.named && !found.candidates.some(({ read }) => read)) {
      problems.push(await emptyCliConfigPath(place.directory, written, context));
    }
  }
  return { candidates, problems };
}

async function lookAt(
  { directory, reason, named, system, realPath = directory }: Place,
  { files, trust, cwd }: LoadScope,
): Promise<FoundSources> {
  const { path, leftOut: others } = await lookInDirectory(directory, files, { reason });
  const problems: Problem[] = [];
  const hidden: LeftOut[] = [];
  if (!system) {
    for (const name of [".atmos.yaml", ".atmos.yml"]) {
      const file = join(directory, name);
      if (await files.kind(file) !== "file") continue;
      hidden.push(
        leftOut(file, `${reason}: this name is only used in the directories of --config-path`, files),
      );
      const state = "this name is read in the directories of --config-path only";
      problems.push(fileWarning("CONFIG_NOT_FOUND", `Ignoring "${files.shown(file)}": ${state}`, {
        hint: "Rename it to atmos.yaml",
      }));
    }
  }
  if (path === undefined) {
    const nothing = leftOut(join(directory, "atmos.yaml"), `${reason}: not found`, files);
    return { candidates: [...hidden, nothing], problems };
  }
  const fault = named ? undefined : await trust.ownerFault(path);
  if (fault !== undefined) {
    const error = trust.foreign(path, fault);
    if (directory === cwd) throw error;
    const message = error.message.replace(/^Cannot use/, "Ignoring");
    problems.push(fileWarning("CONFIG_UNTRUSTED", message, { hint: error.hint ?? "" }));
    return { candidates: [...others, ...hidden, leftOut(path, `${reason}: ${fault}`, files)], problems };
  }
  const isProject = system !== true;
  const flags = { imports: isProject, dropIns: isProject };
  const source = { read: true, path, reason, directory: realPath, ...flags } as const;
  return { candidates: [...others, ...hidden, source], problems };
}

async function emptyCliConfigPath(
  directory: string,
  written: string,
  { files }: LoadScope,
): Promise<Problem> {
  const kind = await files.kind(directory);
  const state = kind === "missing"
    ? "no such directory"
    : kind === "directory"
    ? `it contains no ${FILE_NAMES.slice(1).join(" or ")}`
    : "it is a file, not a directory";
  return fileWarning("CONFIG_NOT_FOUND", `Ignoring ATMOS_CLI_CONFIG_PATH "${written}": ${state}`, {
    hint: "Set it to a directory that contains an atmos.yaml, or unset it",
  });
}
