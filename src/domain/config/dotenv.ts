import { ConfigError } from "../errors/errors.ts";
import { CONFIG_LIMITS } from "./config_limits.ts";
import { type ConfigNode, foldName, type MappingEntry, textNode } from "./config_node.ts";
import { type Origin, positionOf } from "./origin.ts";

/** One assignment, which Unicode line separators do not end: `NAME=value`, `export NAME=value`, `NAME: value`. */
const LINE_REGEXP = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*[=:]\s*(.*)$/s;

/**
 * Parses a dotenv file to a mapping of texts. Quotes are removed; in double quotes `\n`, `\r`, `\t`, `\"` and `\\` are escapes; a comment
 * starts with `#` at the start or after a space; `$NAME` stands for an earlier value in the file, except in single quotes. Other lines are
 * ignored.
 *
 * Reference: https://github.com/joho/godotenv, without multi-line values.
 *
 * @throws {ConfigError} `CONFIG_LIMIT` if earlier values are repeated to more characters than a file may have.
 */
export function readDotenv(text: string, file: string): ConfigNode {
  const entries = new Map<string, MappingEntry>();
  const values = new Map<string, string>();
  let left: number = CONFIG_LIMITS.fileBytes;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const [, key, rest = ""] = LINE_REGEXP.exec(line) ?? [];
    if (key === undefined) continue;
    const origin: Origin = { kind: "file", file, line: index + 1, column: line.indexOf(key) + 1 };
    const value = valueOf(rest, (name) => {
      const earlier = values.get(name) ?? "";
      left -= earlier.length;
      if (left < 0) throw tooLong(origin);
      return earlier;
    });
    values.set(key, value);
    entries.set(foldName(key), { key, keyOrigin: origin, value: textNode(value, origin) });
  }
  return { kind: "mapping", entries, origin: { kind: "file", file, line: 1, column: 1 } };
}

function tooLong(origin: Origin): ConfigError {
  const state = "its variables expand to more than 1 MiB";
  return new ConfigError("CONFIG_LIMIT", `Cannot read the configuration: ${state}`, {
    hint: "Write the values out",
    position: positionOf(origin),
  });
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
