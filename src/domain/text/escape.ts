/**
 * Everything that can move a cursor, change a colour, reverse the direction of text or hide it: controls (C0, C1, DEL), format characters
 * (zero-width, bidirectional, tags), line and paragraph separators, lone surrogates.
 *
 * Reference: https://www.unicode.org/reports/tr44/#General_Category_Values
 */
const UNSAFE_REGEXP = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * What the runner of GitHub Actions executes wherever a log contains it: `::name` at the start of a line, `##[name]` anywhere.
 *
 * Reference: `ActionCommand` in https://github.com/actions/runner.
 */
const COMMAND_REGEXP = /:(?<=^\s*:)(?=:[a-z])|(?<=#)#(?=\[)/gi;

/**
 * Escapes external text (a name in a file, a response of AWS) for a terminal and for the log of a job: control characters, and what starts
 * a command of GitHub Actions, are written as `\u{…}`.
 */
export function escapeText(text: string): string {
  return text.replaceAll(UNSAFE_REGEXP, escaped).replaceAll(COMMAND_REGEXP, escaped);
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Quotes a word for a POSIX shell. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
