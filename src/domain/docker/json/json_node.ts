/**
 * JSON with positions: every node has its offsets in the text, so that an edit can change a single value.
 *
 * @module
 */

/** The position of a node: UTF-16 offsets into the text, the end exclusive. */
export interface JsonSpan {
  readonly start: number;
  readonly end: number;
}

/** A string, decoded. The span includes the quotes. */
export interface JsonString extends JsonSpan {
  readonly kind: "string";
  readonly value: string;
}

/** A number, `true`, `false` or `null`. Its spelling is the text of its span: a number is never converted. */
export interface JsonScalar extends JsonSpan {
  readonly kind: "number" | "boolean" | "null";
}

/** An array. The span includes the brackets. */
export interface JsonArray extends JsonSpan {
  readonly kind: "array";
  readonly items: readonly JsonNode[];
}

/** One `"key": value` of an object. */
export interface JsonMember {
  readonly key: JsonString;
  readonly value: JsonNode;
}

/** An object: its members in the order of the text, duplicates included. The span includes the braces. */
export interface JsonObject extends JsonSpan {
  readonly kind: "object";
  readonly members: readonly JsonMember[];
}

/** Any JSON value. */
export type JsonNode = JsonString | JsonScalar | JsonArray | JsonObject;
