/** The values of `--output`. Every command supports the first two; the others are diagrams. */
export const OUTPUT_FORMATS = ["text", "json", "mermaid", "dot"] as const;

/** A value of `--output`. */
export type OutputFormat = typeof OUTPUT_FORMATS[number];

/** The global options that control output. */
export interface OutputOptions {
  readonly output: OutputFormat;
  readonly color: boolean;
  readonly verbose?: true;
  readonly quiet?: true;
}

/** The version of the shapes of `--output json`; within one, fields are only added. See `docs/json.md`. */
const JSON_VERSION = 1;

/** A JSON document of this program. @param fields Its fields, after the version. */
export function jsonDocument(fields: object): string {
  return jsonText({ version: JSON_VERSION, ...fields });
}

/**
 * Characters that `JSON.stringify` does not escape, but that are unsafe on a terminal: DEL and C1, format characters (including
 * bidirectional controls), line and paragraph separators; and `##[`, which starts a command of GitHub Actions anywhere in a line.
 */
const UNSAFE_REGEXP = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]|(?<=#)#(?=\[)/gu;

/** A JSON value as a line of text, safe for a terminal; it parses to the same value. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replaceAll(UNSAFE_REGEXP, (character) =>
    Array.from(
      { length: character.length },
      (_unit, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
    ).join(""));
  return `${text}\n`;
}
