import { child, type MappingNode } from "../../domain/config/config_node.ts";
import { positionOf } from "../../domain/config/origin.ts";
import { ConfigError, UsageError } from "../../domain/errors/errors.ts";
import { pathIn } from "../../domain/files/app_directories.ts";
import { withSection } from "../../domain/init/section_text.ts";
import type { ConfigDrafts, ConfigSelection } from "../../ports/config.ts";
import type { InitPorts } from "./init_ports.ts";

/** The file that a section is added to. */
export interface InitFile {
  /** The path to display and to write. */
  readonly path: string;
  /** Its text; undefined if it does not exist yet. */
  readonly before: string | undefined;
  /** Its content without the section. */
  readonly tree: MappingNode | undefined;
}

/**
 * The file for the first `auth` section: the named one, otherwise the `atmos.yaml` that applies here, otherwise a new one in the working
 * directory.
 *
 * @throws {UsageError} `USAGE` if the configuration already has an `auth` section, or if several files are named.
 */
export async function initFile(ports: InitPorts): Promise<InitFile> {
  const { configSelection, drafts } = ports;
  const path = namedFile(configSelection) ?? await foundFile(ports);
  const file = await drafts.read(path);
  if (file !== undefined) refuseSection(file.tree);
  return { path, before: file?.text, tree: file?.tree };
}

/**
 * The text of the file with the section appended, and its content.
 *
 * @throws {ConfigError} `CONFIG_INVALID` if the addition would change the rest of the file, or would not be read, for example after a
 * mapping in braces or the end of a document.
 */
export async function withAddition(
  { path, before, tree }: InitFile,
  section: string,
  drafts: ConfigDrafts,
): Promise<{ readonly after: string; readonly tree: MappingNode }> {
  // A block scalar that keeps trailing blank lines must not get another one.
  for (const gap of [true, false]) {
    const after = withSection(before, section, gap);
    const read = await drafts.parse(after, path).catch((error: unknown) => {
      if (error instanceof ConfigError && tree !== undefined) return undefined;
      throw error;
    });
    if (read === undefined || child(read, "auth") === undefined) continue;
    if (tree === undefined || restOf(tree) === restOf(read)) return { after, tree: read };
  }
  throw new ConfigError("CONFIG_INVALID", `Cannot add an auth section at the end of "${path}"`, {
    hint: "Print it with --stdout, and add it by hand",
  });
}

function restOf({ entries }: MappingNode): string {
  return JSON.stringify([...entries].filter(([key]) => key !== "auth"), withoutPlaces);
}

/** The content of a tree without positions. */
function withoutPlaces(key: string, value: unknown): unknown {
  if (key === "origin" || key === "keyOrigin") return undefined;
  return value instanceof Map ? [...value] : value;
}

function namedFile({ configFiles, configDirectories }: ConfigSelection): string | undefined {
  const named = [...configFiles, ...configDirectories.map((directory) => pathIn(directory, "atmos.yaml"))];
  if (named.length <= 1) return named[0];
  throw new UsageError("Cannot determine which file to write: several are specified", {
    hint: "Specify --config or --config-path only once",
  });
}

async function foundFile(
  { configurations, configSelection, environment: { cwd } }: InitPorts,
): Promise<string> {
  const { tree, sources } = await configurations.load(configSelection);
  refuseSection(tree);
  // Not those of the home directory or the system, which apply everywhere.
  const above = (path: string): boolean => {
    const directory = path.replace(/[/\\][^/\\]*$/, "");
    return cwd === directory || directory === "" || cwd.startsWith(`${directory}/`) ||
      cwd.startsWith(`${directory}\\`);
  };
  const own = sources.findLast(above);
  if (own === undefined) return "atmos.yaml";
  return own === `${cwd}/atmos.yaml` || own === `${cwd}\\atmos.yaml` ? "atmos.yaml" : own;
}

function refuseSection(tree: MappingNode): void {
  const entry = tree.entries.get("auth");
  if (entry === undefined) return;
  throw new UsageError("Cannot create an auth section: it already exists", {
    hint: "Edit it and run `atmos-ecr config validate`, or copy from the output of `atmos-ecr init --stdout`",
    position: positionOf(entry.keyOrigin),
  });
}
