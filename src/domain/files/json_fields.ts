/**
 * Files of JSON that this program, Atmos or the AWS CLI wrote, of which nothing is taken for granted. On the way to a warm answer.
 *
 * @module
 */

/** The fields of an object, whatever they hold. */
export type Fields = Readonly<Record<string, unknown>>;

/** The value of a JSON text; undefined for what is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The fields of a value that is an object; undefined for anything else, lists included. */
export function asFields(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value as Fields : undefined;
}

/** The fields of a JSON text that is an object; undefined for anything else. */
export function parseFields(text: string): Fields | undefined {
  return asFields(parseJson(text));
}
