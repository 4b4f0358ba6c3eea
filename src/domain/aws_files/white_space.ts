/**
 * White space as Python has it, in which the AWS CLI is written: unlike JavaScript's it leaves a byte-order mark alone.
 *
 * Reference: https://docs.python.org/3/library/stdtypes.html#str.isspace
 *
 * @module
 */

/** The characters, for use inside of a class of a regular expression. */
const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

const START_REGEXP = new RegExp(`^[${SPACE}]+`);
const END_REGEXP = new RegExp(`[${SPACE}]+$`);
const VISIBLE_REGEXP = new RegExp(`[^${SPACE}]`);

/** What `str.splitlines` takes for the end of a line. Reference: https://docs.python.org/3/library/stdtypes.html#str.splitlines */
// deno-lint-ignore no-control-regex
const LINE_END_REGEXP = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

/** `str.strip()`. */
export function strip(text: string): string {
  return stripEnd(text.replace(START_REGEXP, ""));
}

/** `str.rstrip()`. */
export function stripEnd(text: string): string {
  // The expression alone would look at each run of blanks inside of a long text again and again.
  return isSpaceAt(text, text.length - 1) ? text.slice(0, lastVisible(text) + 1) : text;
}

/** Where the first character is that is no white space; 0 when there is none. */
export function indentation(line: string): number {
  return Math.max(0, line.search(VISIBLE_REGEXP));
}

/** `str.splitlines()`. */
export function splitLines(text: string): string[] {
  return text.split(LINE_END_REGEXP);
}

function lastVisible(text: string): number {
  let index = text.length - 1;
  while (isSpaceAt(text, index)) index -= 1;
  return index;
}

function isSpaceAt(text: string, index: number): boolean {
  return index >= 0 && END_REGEXP.test(text.charAt(index));
}
