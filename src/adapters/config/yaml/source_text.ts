import { CONFIG_LIMITS } from "../../../domain/config/config_limits.ts";
import { ConfigError } from "../../../domain/errors/errors.ts";

/**
 * Characters that YAML forbids, and that would confuse its lexer, which uses some of them itself.
 *
 * Reference: https://yaml.org/spec/1.2.2/#51-character-set
 */
// deno-lint-ignore no-control-regex -- control characters are what is looked for
const FORBIDDEN_REGEXP = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/;

/**
 * The text of a file: UTF-8, with or without a byte-order mark, which is dropped.
 *
 * @param file The path to display.
 * @throws {ConfigError} `CONFIG_LIMIT` over 1 MiB, `CONFIG_SYNTAX` if it is not UTF-8 or is binary.
 */
export function decodeSource(bytes: Uint8Array, file: string): string {
  const position = { file, line: 1, column: 1 };
  if (bytes.length > CONFIG_LIMITS.fileBytes) {
    throw new ConfigError("CONFIG_LIMIT", `Cannot read "${file}": it is larger than 1 MiB`, {
      hint: "Split it with import, or remove unrelated content",
      position,
    });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ConfigError("CONFIG_SYNTAX", `Cannot read "${file}": it is not UTF-8`, {
      hint: "Save it as UTF-8",
      position,
      cause,
    });
  }
}

/**
 * Characters that end a line in YAML 1.1, and for Atmos, but not in YAML 1.2: what follows one in a comment is content for Atmos only.
 *
 * Reference: https://yaml.org/spec/1.2.2/#54-line-break-characters, and `is_break` in `yaml.v3`
 */
const LINE_END_REGEXP = /[\u0085\u2028\u2029]/;

/** A carriage return without a line feed, which ends a line in every version of YAML, but not for the parser. */
const RETURN_REGEXP = /\r(?!\n)/g;

/**
 * The text with a line feed for every lone carriage return.
 *
 * @throws {ConfigError} `CONFIG_SYNTAX` at the first character that a YAML file must not contain, or that ends a line for Atmos only.
 */
export function checkedText(written: string, file: string): string {
  const text = written.replace(RETURN_REGEXP, "\n");
  const ends = text.search(LINE_END_REGEXP);
  const index = ends < 0 ? text.search(FORBIDDEN_REGEXP) : ends;
  if (index < 0) return text;
  const before = text.slice(0, index);
  const code = (text.codePointAt(index) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const fault = ends < 0
    ? `the control character U+${code} is not allowed in YAML`
    : `the character U+${code} ends a line in Atmos, but not in YAML 1.2`;
  throw new ConfigError("CONFIG_SYNTAX", `Cannot read "${file}": ${fault}`, {
    hint: ends < 0 ? "Remove it, or check that this is a text file" : "Replace it with a line end or a space",
    position: { file, line: before.split("\n").length, column: index - before.lastIndexOf("\n") },
  });
}

/** The line of the first directive before a document, starting at one; undefined if there is none. */
export function directiveLine(text: string): number | undefined {
  let line = 1;
  for (let at = 0; at < text.length; line++) {
    if (text[at] === "%") return line;
    const end = text.indexOf("\n", at);
    const content = text.slice(at, end < 0 ? text.length : end).trim();
    if ((content !== "" && !content.startsWith("#")) || end < 0) return undefined;
    at = end + 1;
  }
  return undefined;
}
