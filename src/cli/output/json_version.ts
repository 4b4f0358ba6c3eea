/** The version of the shapes that `--output json` writes: within one, fields are only added. `docs/json.md` has them all. */
const JSON_VERSION = 1;

/** A JSON document of this program, as text. @param fields Its fields, after the version of their shape. */
export function jsonDocument(fields: object): string {
  return jsonText({ version: JSON_VERSION, ...fields });
}

/**
 * What `JSON.stringify` leaves as it is, and a terminal does not: DEL and C1, format characters (bidirectional controls among them), line
 * and paragraph separators.
 */
const UNSAFE_REGEXP = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A JSON value as text, its line ended, safe for a terminal: the same value to whoever parses it. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replaceAll(UNSAFE_REGEXP, (character) =>
    Array.from(
      { length: character.length },
      (_unit, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
    ).join(""));
  return `${text}\n`;
}
