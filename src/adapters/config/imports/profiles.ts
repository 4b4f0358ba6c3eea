import { dirname, isAbsolute, join, resolve } from "node:path";
import { child, foldName, type MappingNode } from "../../../domain/config/config_node.ts";
import { mergeConfig } from "../../../domain/config/merge_config.ts";
import type { Origin } from "../../../domain/config/origin.ts";
import type { VariableValue } from "../../../domain/config/atmos_variables.ts";
import { type Problem, problemError } from "../../../domain/config/problem.ts";
import { LookupError } from "../../../domain/errors/errors.ts";
import { shellWord } from "../../../domain/text/escape.ts";
import { nearest } from "../../../domain/text/nearest.ts";
import type { ConfigSelection } from "../../../ports/config.ts";
import { commaList, type ConfigSource } from "../discovery/config_source.ts";
import type { ConfigFiles } from "../files/config_files.ts";
import { fileWarning, refuseNetworkPath } from "../files/file_problems.ts";
import { isBelow } from "../files/project_paths.ts";
import { yamlFilesBelow } from "../files/glob.ts";
import type { LoadScope } from "../files/load_scope.ts";
import type { ImportLoader } from "./import_loader.ts";

/** What searching profiles needs. The variables include those that the configuration sets. */
export interface ProfileScope extends Pick<LoadScope, "files" | "trust" | "cwd" | "variable"> {
  readonly loader: ImportLoader;
  /** The variables that the configuration sets. */
  readonly promoted: ReadonlyMap<string, VariableValue>;
  /** The configurations that were read, lowest precedence first, and whether they were named. */
  readonly sources: readonly ConfigSource[];
  readonly named: boolean;
}

/**
 * Loads the selected profiles: `--profile`, otherwise `ATMOS_PROFILE`, otherwise `profiles.default`. All files of a profile come from the
 * first of these directories that contains it:
 *
 * 1. `profiles.base_path`;
 * 2. `.atmos/profiles` beside the configuration;
 * 3. `atmos/profiles` in the user's configuration directory;
 * 4. `profiles` beside the configuration.
 *
 * A later profile overrides an earlier one, and a file overrides its imports. Nothing is created.
 *
 * Reference: `pkg/config/profiles.go` of Atmos.
 *
 * @param base The configuration without profiles.
 * @throws {LookupError} `PROFILE_NOT_FOUND`.
 * @throws {ConfigError} The errors of a file, and `CONFIG_UNTRUSTED` for one of another user.
 */
export async function loadProfiles(
  base: MappingNode,
  selection: ConfigSelection,
  context: ProfileScope,
): Promise<{ tree: MappingNode; names: readonly string[]; problems: readonly Problem[] }> {
  const { files, loader, trust } = context;
  const names = requestedProfiles(base, selection, context);
  if (selection.profiles.length === 0 && (context.variable("ATMOS_PROFILE") ?? "").includes(",")) {
    const message = "Atmos' auth commands read ATMOS_PROFILE as the name of one profile, commas included";
    loader.compatibility.push(fileWarning("CONFIG_INVALID", message, { hint: "Repeat --profile for each" }));
  }
  const problems: Problem[] = [];
  let tree = base;
  const namers = profileNamers(base, selection, context);
  for (const name of names) {
    const directory = await findProfile(name, base, context);
    const paths = await yamlFilesBelow(directory, { files });
    if (paths.length === 0) {
      loader.fruitless.push(directory);
      const message = `Profile "${name}" is empty: there is no YAML file in "${files.shown(directory)}"`;
      problems.push(fileWarning("CONFIG_NOT_FOUND", message, { hint: "Add a file, or omit the profile" }));
    }
    for (const path of paths) {
      for (const namer of namers) trust.lead(namer, path);
      await trust.requireOwner(path);
      const profile = await loader.load(path, { reason: `profile ${name}`, role: { kind: "profile" } });
      tree = mergeConfig(tree, profile);
    }
  }
  return { tree, names, problems };
}

/** The settings that name profiles and their directories: the profiles are trusted no more than these. */
function profileNamers(
  base: MappingNode,
  { profiles }: ConfigSelection,
  { variable, promoted }: ProfileScope,
): readonly Origin[] {
  const isChosen = profiles.length > 0 || (variable("ATMOS_PROFILE") ?? "") !== "";
  return [
    ...["base_path", ...isChosen ? [] : ["default"]].map((key) =>
      child(child(base, "profiles"), key)?.origin
    ),
    ...["ATMOS_PROFILE", "ATMOS_XDG_CONFIG_HOME"].map((name) => promoted.get(name)?.origin),
  ].filter((origin) => origin !== undefined);
}

function requestedProfiles(
  base: MappingNode,
  { profiles }: ConfigSelection,
  { variable }: ProfileScope,
): string[] {
  for (const texts of [profiles, [variable("ATMOS_PROFILE") ?? ""]]) {
    const named = commaList(texts);
    if (named.length > 0) return named;
  }
  // A comma is part of this name: it is a single one.
  const text = textUnder(base, "default");
  return text === undefined ? [] : [text];
}

async function findProfile(name: string, base: MappingNode, context: ProfileScope): Promise<string> {
  // Absolute, like the paths below it: a path on Windows may lack its drive.
  const locations = profileLocations(base, context).map((location) => resolve(location));
  for (const location of locations) {
    const directory = resolve(location, name);
    if (name.includes("\0") || !isBelow(directory, location)) {
      throw new LookupError(
        "PROFILE_NOT_FOUND",
        `Cannot use profile "${name}": a name cannot point outside the profiles directory`,
        { hint: "Use the name of a directory there" },
      );
    }
    if (await context.files.kind(directory) === "directory") return directory;
  }
  throw await unknownProfile(name, locations, { base, files: context.files });
}

/** The names of the available profiles, sorted. */
export function profileNames(base: MappingNode, context: ProfileScope): Promise<string[]> {
  return namesIn(profileLocations(base, context), context.files);
}

async function namesIn(locations: readonly string[], files: ConfigFiles): Promise<string[]> {
  const names = new Set<string>();
  for (const location of locations) {
    if (await files.kind(location) !== "directory") continue;
    for (const entry of await files.list(location)) if (entry.kind === "directory") names.add(entry.name);
  }
  return [...names].toSorted();
}

function profileLocations(
  base: MappingNode,
  { files, cwd, variable, sources, named }: ProfileScope,
): string[] {
  const all = sources.map(({ path }) => dirname(path));
  const beside = named ? all : all.slice(-1);
  const directories = [...new Set(beside.length === 0 ? [cwd] : beside)];
  const home = variable("HOME") ?? "";
  const user = variable("ATMOS_XDG_CONFIG_HOME") || variable("XDG_CONFIG_HOME") ||
    (home === "" ? "" : join(home, ".config"));
  const declared = child(child(base, "profiles"), "base_path");
  const basePath = textUnder(base, "base_path");
  const file = declared && files.pathOf(declared.origin);
  const anchor = named && file !== undefined ? dirname(file) : directories.at(-1) ?? cwd;
  return [
    ...basePath === undefined ? [] : [resolve(anchor, basePath)],
    ...directories.map((directory) => join(directory, ".atmos", "profiles")),
    ...isAbsolute(user) ? [join(user, "atmos", "profiles")] : [],
    ...directories.map((directory) => join(directory, "profiles")),
  ];
}

async function unknownProfile(
  name: string,
  locations: readonly string[],
  { base, files }: { readonly base: MappingNode; readonly files: ConfigFiles },
): Promise<LookupError> {
  const names = await namesIn(locations, files);
  const identities = child(child(base, "auth"), "identities");
  const isIdentity = identities?.kind === "mapping" && identities.entries.has(foldName(name));
  const hint = isIdentity
    ? `"${name}" is an identity: use --identity ${shellWord(name)}`
    : names.length > 0
    ? existing(name, names)
    : `There are no profiles in ${locations.map((location) => `"${files.shown(location)}"`).join(", ")}`;
  return new LookupError("PROFILE_NOT_FOUND", `Cannot find profile "${name}"`, { hint });
}

/** The names of existing profiles, at most twenty, and the one that is probably meant. */
function existing(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  const shown = names.slice(0, 20).map((one) => `"${one}"`).join(", ");
  const list = names.length > 20
    ? `${names.length} are available, including ${shown}`
    : `Available: ${shown}`;
  return near === undefined ? list : `Did you mean "${near}"? ${list}`;
}

/** A text in the `profiles` section; undefined if it is blank. As in Atmos, a path keeps the blanks around it. */
function textUnder(base: MappingNode, key: string): string | undefined {
  const node = child(child(base, "profiles"), key);
  if (node?.kind === "function" && node.failure !== undefined) throw problemError(node.failure);
  if (node?.kind !== "scalar" || node.value === null) return undefined;
  if (key === "base_path") refuseNetworkPath("profiles.base_path", node);
  const text = node.raw.trim();
  if (text === "") return undefined;
  return key === "base_path" ? node.raw : text;
}
