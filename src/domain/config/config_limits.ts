import { ConfigError } from "../errors/errors.ts";
import { child, type ConfigNode, type MappingNode } from "./config_node.ts";
import { formatKey } from "./key_path.ts";
import { positionOf } from "./origin.ts";
import type { KeyPath } from "./secret_keys.ts";

/** The limits of a configuration. Real ones stay far below; anything beyond is a mistake or an attack. */
export const CONFIG_LIMITS = {
  /** Bytes of one file: 1 MiB. */
  fileBytes: 1 << 20,
  /** Bytes of all files together: 4 MiB. */
  totalBytes: 4 << 20,
  /** Different files. */
  files: 50,
  /** How often files may be merged into each other; each counts as often as it is imported. */
  merges: 500,
  /** Entries of one list or mapping under `auth` and `env`, such as identities: a real one has hundreds. */
  entries: 10_000,
  /** Values in everything that is merged; each file counts as often as it is merged. */
  mergedValues: 200_000,
  /** How deep imports may nest. Atmos stops at the same depth, silently (`MaximumImportLvL`). */
  importDepth: 10,
  /** How deep lists and mappings may nest. */
  depth: 64,
  /** Values of one file; those repeated by aliases count each time. */
  values: 100_000,
  /** Tokens of all files together: the input of the parser. */
  tokens: 350_000,
  /** Tags (`!env`) of all files together: each is evaluated, or reported, individually. */
  tags: 10_000,
  /** Characters of a path, or of a name that becomes one. */
  pathLength: 4_096,
  /** Aliases (`*name`) in one file. */
  aliases: 10_000,
  /** How often `!include` may be used. */
  includes: 1_000,
  /** Bytes that a command of `!exec` may print: 1 MiB. */
  commandBytes: 1 << 20,
  /** Milliseconds that a command of `!exec` may take: it may prompt the user to unlock something. */
  commandMs: 60_000,
  /** Milliseconds that fetching one file may take. */
  remoteMs: 10_000,
  /** Directory entries that a glob may examine. */
  globEntries: 10_000,
} as const;

/** The top-level keys whose entries are examined individually. */
const SECTIONS: readonly string[] = ["auth", "env"];

/**
 * Rejects lists and mappings with implausibly many entries: the problems of each would be reported individually.
 *
 * @throws {ConfigError} `CONFIG_LIMIT` at the first that is too large.
 */
export function checkCollections(tree: MappingNode): void {
  // What aliases repeat is examined once.
  const seen = new Set<ConfigNode>();
  const visit = (parents: KeyPath, key: string, node: ConfigNode | undefined): void => {
    if ((node?.kind !== "mapping" && node?.kind !== "sequence") || seen.has(node)) return;
    seen.add(node);
    const path = [...parents, key];
    const count = node.kind === "mapping" ? node.entries.size : node.items.length;
    if (count > CONFIG_LIMITS.entries) {
      throw new ConfigError(
        "CONFIG_LIMIT",
        `Cannot use "${formatKey(path)}": it has ${count.toLocaleString("en")} entries`,
        {
          hint: `Reduce it to ${CONFIG_LIMITS.entries.toLocaleString("en")} entries`,
          position: positionOf(node.origin),
        },
      );
    }
    if (node.kind === "sequence") node.items.forEach((item, index) => visit(path, `[${index}]`, item));
    else for (const { key, value } of node.entries.values()) visit(path, key, value);
  };
  for (const section of SECTIONS) visit([], section, child(tree, section));
}
