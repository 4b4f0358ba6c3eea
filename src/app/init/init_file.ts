import { child, type MappingNode } from "../../domain/config/config_node.ts";
import { positionOf } from "../../domain/config/origin.ts";
import { ConfigError, UsageError } from "../../domain/errors/errors.ts";
import { withSection } from "../../domain/init/section_text.ts";
import type { ConfigDrafts } from "../../ports/config.ts";
import type { ConfigSelection } from "../../ports/config.ts";
import type { InitPorts } from "./init_ports.ts";

/** The file that a section is added to. */
export interface InitFile {
  /** As it is shown, and written to. */
  readonly path: string;
  /** Its text; undefined where there is none yet. */
  readonly before: string | undefined;
  /** What it says without the section. */
  readonly tree: MappingNode | undefined;
}

/**
 * The file for a first `auth` section: the one that is named, else the `atmos.yaml` that counts here, else a new one in the working
 * directory.
 *
 * @throws {UsageError} `USAGE` where the configuration has an `auth` section already, or where several files are named.
 * @throws {ConfigError} What keeps the configuration from being read.
 */
export async function initFile(selection: ConfigSelection, ports: InitPorts): Promise<InitFile> {
  const { configurations, drafts, environment } = ports;
  const path = namedFile(selection) ?? await foundFile(configurations, selection, environment.cwd);
  const file = await drafts.read(path);
  if (file !== undefined) refuseSection(file.tree);
  return { path, before: file?.text, tree: file?.tree };
}

/**
 * The text of the file with the section behind what it has, and what that says.
 *
 * @throws {ConfigError} `CONFIG_INVALID` where the addition would change what the rest of the file says, or would not be read, as behind
 * a mapping in braces or a document that has ended.
 */
export async function withAddition(
  { path, before, tree }: InitFile,
  section: string,
  drafts: ConfigDrafts,
): Promise<{ readonly after: string; readonly tree: MappingNode }> {
  // A block that keeps its last blank lines must not get another one.
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

/** What a tree says, wherever that stands. */
function withoutPlaces(key: string, value: unknown): unknown {
  if (key === "origin" || key === "keyOrigin") return undefined;
  return value instanceof Map ? [...value] : value;
}

function namedFile({ configFiles, configDirectories }: ConfigSelection): string | undefined {
  const named = [...configFiles, ...configDirectories.map((directory) => `${directory}/atmos.yaml`)];
  if (named.length <= 1) return named[0];
  throw new UsageError("Cannot determine which file to write: several are specified", {
    hint: "Specify --config or --config-path only once",
  });
}

async function foundFile(
  configurations: InitPorts["configurations"],
  selection: ConfigSelection,
  cwd: string,
): Promise<string> {
  const { tree, sources } = await configurations.load(selection);
  refuseSection(tree);
  // Not the home's or the system's: those count everywhere.
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
