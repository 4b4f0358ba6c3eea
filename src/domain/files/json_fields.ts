/**
 * Helpers to parse JSON files of this program, Atmos or the AWS CLI without trusting their content. Used on a cache hit.
 *
 * @module
 */

/** The fields of an object, of any type. */
export type Fields = Readonly<Record<string, unknown>>;

/** Beyond, the bytes of a text are too many arguments of a call. */
const MAX_ASCII_BYTES = 8192;

/** The text of bytes, as `TextDecoder` has it, whose first use takes longer than reading a file: nearly all are ASCII. */
export function decodeText(bytes: Uint8Array, options?: TextDecoderOptions): string {
  if (bytes.length <= MAX_ASCII_BYTES) {
    const text = Reflect.apply(String.fromCharCode, undefined, bytes);
    if (!/[\x80-\xff]/.test(text)) return text;
  }
  return new TextDecoder("utf-8", options).decode(bytes);
}

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
