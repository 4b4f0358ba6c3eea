import { type ConfigNode, foldName } from "./config_node.ts";
import type { KeyPath } from "./secret_keys.ts";

/** The value of a key. */
export interface FoundKey {
  /** The keys as written in the configuration; a list index is a number in brackets. */
  readonly path: KeyPath;
  readonly node: ConfigNode;
}

/** Keys that need no quotes in a dotted key. */
const BARE_REGEXP = /^[^\s."'[\]]+$/;

/** A path as a dotted key: `auth.providers."my.sso".kind`, `auth.identities.dev.tags[0]`. */
export function formatKey(path: KeyPath): string {
  return path.map((key, index) =>
    /^\[\d+\]$/.test(key)
      ? key
      : `${index === 0 ? "" : "."}${BARE_REGEXP.test(key) ? key : JSON.stringify(key)}`
  ).join("");
}

/**
 * The value of a dotted key, compared case-insensitively. A key that contains dots may be quoted, but need not be: of several
 * interpretations, the one with the longest first key applies.
 *
 * @returns Undefined if it does not exist.
 */
export function findKey(node: ConfigNode, text: string, path: KeyPath = []): FoundKey | undefined {
  if (text === "") return { path, node };
  if (node.kind === "sequence") {
    const match = /^(?:\[(\d+)\]|\.?(\d+)(?=$|\.|\[))/.exec(text);
    const item = match === null ? undefined : node.items[Number(match[1] ?? match[2])];
    if (match === null || item === undefined) return undefined;
    return findKey(item, text.slice(match[0].length), [...path, `[${match[1] ?? match[2]}]`]);
  }
  if (node.kind !== "mapping") return undefined;
  const rest = path.length > 0 && text.startsWith(".") ? text.slice(1) : text;
  const candidates = [...node.entries].flatMap(([folded, entry]) => {
    const length = lengthOf(folded, rest);
    return length === undefined ? [] : [{ length, entry }];
  }).toSorted((a, b) => b.length - a.length);
  for (const { length, entry } of candidates) {
    const found = findKey(entry.value, rest.slice(length), [...path, entry.key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** How much of a dotted key matches a key of the configuration; undefined if it does not match. */
function lengthOf(folded: string, text: string): number | undefined {
  const quoted = /^(?:"((?:[^"\\]|\\.)*)"|'([^']*)')(?=$|\.|\[)/.exec(text);
  if (quoted !== null) {
    return foldName(quoted[2] ?? unquoted(quoted[0])) === folded ? quoted[0].length : undefined;
  }
  const start = text.slice(0, folded.length);
  const next = text.charAt(folded.length);
  return folded !== "" && foldName(start) === folded && /^(?:$|\.|\[)/.test(next) ? folded.length : undefined;
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}
