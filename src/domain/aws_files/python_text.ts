/**
 * Texts as Python, the language of the AWS CLI, reads them. Unlike in JavaScript, the byte-order mark is no white space.
 *
 * Reference: https://docs.python.org/3/library/stdtypes.html#str.isspace
 *
 * @module
 */

/** White space beyond ASCII, by code. */
const WIDE_SPACES: ReadonlySet<number> = new Set([
  0x85,
  0xa0,
  0x1680,
  ...Array.from({ length: 11 }, (_, index) => 0x2000 + index),
  0x2028,
  0x2029,
  0x202f,
  0x205f,
  0x3000,
]);

/** The line ends of `str.splitlines`. Reference: https://docs.python.org/3/library/stdtypes.html#str.splitlines */
// deno-lint-ignore no-control-regex
const LINE_END_REGEXP = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

/**
 * `str.strip()`. Uses character codes, since it is called for each line before any code is compiled: regular expressions take ten times as
 * long.
 */
export function strip(text: string): string {
  return stripEnd(text.slice(indentation(text)));
}

/** `str.rstrip()`. */
export function stripEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}

/** The index of the first character that is not white space; the length if there is none. */
export function indentation(line: string): number {
  let index = 0;
  while (index < line.length && isSpace(line.charCodeAt(index))) index += 1;
  return index;
}

/** `str.splitlines()`. */
export function splitLines(text: string): string[] {
  return text.split(LINE_END_REGEXP);
}

function isSpace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x1f);
  return WIDE_SPACES.has(code);
}

const WHITE_SPACE = " \t\r\n";

/**
 * Splits a text into words like a POSIX shell, without its comments, variables and globs: quotes, and backslashes outside of single ones.
 * The AWS CLI does this with headers and `credential_process`.
 *
 * Reference: https://docs.python.org/3/library/shlex.html#shlex.split
 *
 * @returns Undefined for an unclosed quote, or a trailing backslash.
 */
export function splitWords(text: string): string[] | undefined {
  // Most headers: no need to examine each character.
  if (!/['"\\]/.test(text)) return text.split(/[ \t\r\n]+/).filter((word) => word !== "");
  const words: string[] = [];
  let word: string | undefined;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (WHITE_SPACE.includes(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === "'") {
      const end = text.indexOf("'", index + 1);
      if (end < 0) return undefined;
      word = (word ?? "") + text.slice(index + 1, end);
      index = end;
    } else if (character === '"') {
      const quoted = readDoubleQuoted(text, index + 1);
      if (quoted === undefined) return undefined;
      word = (word ?? "") + quoted.text;
      index = quoted.end;
    } else if (character === "\\") {
      index += 1;
      if (index === text.length) return undefined;
      word = (word ?? "") + text.charAt(index);
    } else word = (word ?? "") + character;
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** Inside double quotes, a backslash is literal, except before a backslash or a double quote. */
function readDoubleQuoted(
  text: string,
  start: number,
): { readonly text: string; readonly end: number } | undefined {
  let read = "";
  for (let index = start; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '"') return { text: read, end: index };
    const next = text.charAt(index + 1);
    if (character === "\\" && (next === '"' || next === "\\")) {
      read += next;
      index += 1;
    } else read += character;
  }
  return undefined;
}
