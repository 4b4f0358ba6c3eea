/**
 * Helpers to parse JSON files of this program, Atmos or the AWS CLI without trusting their content. Used on a cache hit.
 *
 * @module
 */

/** The fields of an object, of any type. */
export type Fields = Readonly<Record<string, unknown>>;

/** Parses JSON; undefined if it is invalid. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The fields of an object; undefined for anything else, including lists. */
export function asFields(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value as Fields : undefined;
}

/** The fields of a JSON object; undefined for anything else. */
export function parseFields(text: string): Fields | undefined {
  return asFields(parseJson(text));
}
