/** The version of the shapes that `--output json` writes: within one, fields are only added. `docs/json.md` has them all. */
const JSON_VERSION = 1;

/** A JSON document of this program, as text. @param fields Its fields, after the version of their shape. */
export function jsonDocument(fields: object): string {
  return `${JSON.stringify({ version: JSON_VERSION, ...fields }, null, 2)}\n`;
}
