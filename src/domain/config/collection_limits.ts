import { ConfigError } from "../errors/errors.ts";
import { CONFIG_LIMITS } from "./config_limits.ts";
import { child, type ConfigNode, type MappingNode } from "./config_node.ts";
import { formatKey } from "./key_path.ts";
import { positionOf } from "./origin.ts";
import type { KeyPath } from "./secret_keys.ts";

/** The top-level keys whose entries are examined individually. */
const SECTIONS: readonly string[] = ["auth", "env"];

/**
 * Rejects lists and mappings with implausibly many entries: the problems of each would be reported individually.
 *
 * @throws {ConfigError} `CONFIG_LIMIT` at the first that is too large.
 */
export function checkCollections(tree: MappingNode): void {
  const seen = new Set<ConfigNode>();
  const path: string[] = [];
  const visit = (key: string, node: ConfigNode): void => {
    // What aliases repeat is examined once.
    if (seen.has(node)) return;
    seen.add(node);
    path.push(key);
    const count = node.kind === "mapping"
      ? node.entries.size
      : node.kind === "sequence"
      ? node.items.length
      : 0;
    if (count > CONFIG_LIMITS.entries) throw tooLarge(path, { count, node });
    if (node.kind === "sequence") {
      for (const [index, item] of node.items.entries()) if (isCollection(item)) visit(`[${index}]`, item);
    }
    if (node.kind === "mapping") {
      for (const { key, value } of node.entries.values()) if (isCollection(value)) visit(key, value);
    }
    path.pop();
  };
  for (const section of SECTIONS) {
    const node = child(tree, section);
    if (node !== undefined) visit(section, node);
  }
}

function isCollection({ kind }: ConfigNode): boolean {
  return kind === "mapping" || kind === "sequence";
}

function tooLarge(
  path: KeyPath,
  { count, node }: { readonly count: number; readonly node: ConfigNode },
): ConfigError {
  return new ConfigError(
    "CONFIG_LIMIT",
    `Cannot use "${formatKey(path)}": it has ${count.toLocaleString("en")} entries`,
    {
      hint: `Reduce it to ${CONFIG_LIMITS.entries.toLocaleString("en")} entries`,
      position: positionOf(node.origin),
    },
  );
}
