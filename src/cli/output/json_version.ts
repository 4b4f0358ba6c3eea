/** The version of the shapes that `--output json` writes: within one, fields are only added. `docs/json.md` has them all. */
const JSON_VERSION = 1;

/** A JSON document of this program, as text. @param fields Its fields, after the version of their shape. */
export function jsonDocument(fields: object): string {
  return jsonText({ version: JSON_VERSION, ...fields });
}

/** A JSON value as text, its line ended: for what is no document of this program, such as help. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
