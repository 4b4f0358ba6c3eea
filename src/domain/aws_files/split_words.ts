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
