/**
 * Everything that can move a cursor, change a colour, reverse the direction of text or hide it: controls (C0, C1, DEL), format characters
 * (zero-width, bidirectional, tags), line and paragraph separators, lone surrogates.
 *
 * Reference: https://www.unicode.org/reports/tr44/#General_Category_Values
 */
const UNSAFE_REGEXP = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Escapes external text (a name in a file, a response of AWS) for a terminal: control characters are written as `\u{…}`. */
export function escapeText(text: string): string {
  return text.replaceAll(
    UNSAFE_REGEXP,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** Quotes a word for a POSIX shell. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
