import { CONFIG_LIMITS } from "./config_limits.ts";
import { type ConfigNode, foldName, type MappingEntry, textNode } from "./config_node.ts";
import type { Origin } from "./origin.ts";

/** One assignment, which Unicode line separators do not end: `NAME=value`, `export NAME=value`, `NAME: value`. */
const LINE_REGEXP = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*[=:]\s*(.*)$/s;

/**
 * Parses a dotenv file to a mapping of texts. Quotes are removed; in double quotes `\n`, `\r`, `\t`, `\"` and `\\` are escapes; a comment
 * starts with `#` at the start or after a space; `$NAME` stands for an earlier value in the file, except in single quotes. Other lines are
 * ignored.
 *
 * Reference: https://github.com/joho/godotenv, without multi-line values.
 */
export function readDotenv(text: string, file: string): ConfigNode {
  const entries = new Map<string, MappingEntry>();
  const values = new Map<string, string>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const [, key, rest = ""] = LINE_REGEXP.exec(line) ?? [];
    if (key === undefined) continue;
    const origin: Origin = { kind: "file", file, line: index + 1, column: line.indexOf(key) + 1 };
    const value = valueOf(rest, (name) => values.get(name) ?? "");
    values.set(key, value);
    entries.set(foldName(key), { key, keyOrigin: origin, value: textNode(value, origin) });
  }
  return { kind: "mapping", entries, origin: { kind: "file", file, line: 1, column: 1 } };
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

function valueOf(rest: string, variable: (name: string) => string): string {
  const single = /^'([^']*)'/.exec(rest);
  if (single !== null) return single[1] ?? "";
  const double = /^"((?:[^"\\]|\\.)*)"/s.exec(rest);
  const expanded = (text: string): string =>
    text.replace(
      /\$(?:\{(\w+)\}|(\w+))/g,
      (_, braced?: string, plain?: string) => variable(braced ?? plain ?? ""),
    );
  if (double !== null) {
    return expanded(double[1] ?? "").replace(
      /\\(.)/gs,
      (_, character: string) => ESCAPES[character] ?? character,
    );
  }
  return expanded(rest.replace(/(?:^|\s)#.*$/, "").trim());
}

/**
 * JSON values as a tree, all with one position.
 *
 * @param text The JSON text of a single value.
 * @returns undefined if it is too deep or too large.
 */
export function jsonNode(value: unknown, text: string, origin: Origin): ConfigNode | undefined {
  let count = 0;
  const build = (one: unknown, depth: number): ConfigNode | undefined => {
    if (depth > CONFIG_LIMITS.depth || ++count > CONFIG_LIMITS.values) return undefined;
    if (Array.isArray(one)) {
      const items = one.map((item) => build(item, depth + 1));
      return items.some((item) => item === undefined)
        ? undefined
        : { kind: "sequence", items: items.filter((item) => item !== undefined), origin };
    }
    if (typeof one === "object" && one !== null) {
      const entries = new Map<string, MappingEntry>();
      const hidden: MappingEntry[] = [];
      for (const [key, inner] of Object.entries(one)) {
        const node = build(inner, depth + 1);
        if (node === undefined) return undefined;
        const old = entries.get(foldName(key));
        if (old !== undefined) hidden.push(old);
        entries.set(foldName(key), { key, keyOrigin: origin, value: node });
      }
      return { kind: "mapping", entries, ...(hidden.length === 0 ? {} : { hidden }), origin };
    }
    const scalar = one as string | number | boolean | null;
    // A single number keeps its digits: an account ID may have more than a number can represent exactly.
    const raw = typeof scalar === "string" ? scalar : depth === 0 ? text.trim() : String(scalar);
    return { kind: "scalar", value: scalar, raw, quoted: scalar !== null, origin };
  };
  return build(value, 0);
}
