/** The maximum nesting depth of objects and arrays. Docker's own files need four levels. */
export const MAX_JSON_DEPTH = 100;

/** Reference: https://www.rfc-editor.org/rfc/rfc8259#section-6 */
const NUMBER_REGEXP = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
/** Reference: https://www.rfc-editor.org/rfc/rfc8259#section-7 */
const ESCAPE_REGEXP = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
/** Characters of a string that are not escaped. */
// deno-lint-ignore no-control-regex -- which must not.
const PLAIN_REGEXP = /[^"\\\u0000-\u001f]*/y;
const LITERALS = { t: "true", f: "false", n: "null" } as const;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Parses a JSON text (strictly RFC 8259) in one pass, recording all positions. It accepts what `JSON.parse` accepts up to {@linkcode
 * MAX_JSON_DEPTH}; duplicate keys are kept for the caller to judge.
 *
 * @param start Offset of the JSON, 1 after a byte-order mark. @default {0}
 * @throws {JsonError} If the text is not JSON, or nested too deeply.
 */
export function parseJson(text: string, start = 0): JsonNode {
  return new JsonReader(text, start).readDocument();
}

/** The strings of a value, its own and those at any depth, in order; without keys. */
export function stringsIn(node: JsonNode): readonly JsonString[] {
  switch (node.kind) {
    case "string":
      return [node];
    case "array":
      return node.items.flatMap(stringsIn);
    case "object":
      return node.members.flatMap(({ value }) => stringsIn(value));
    default:
      return [];
  }
}

class JsonReader {
  readonly #text: string;
  #at: number;

  constructor(text: string, start: number) {
    this.#text = text;
    this.#at = start;
  }

  readDocument(): JsonNode {
    this.#skipSpace();
    const node = this.#readValue(0);
    this.#skipSpace();
    if (this.#at < this.#text.length) throw this.#fail("expected the end of the file");
    return node;
  }

  #readValue(depth: number): JsonNode {
    const character = this.#text[this.#at];
    switch (character) {
      case "{":
        return this.#readObject(depth + 1);
      case "[":
        return this.#readArray(depth + 1);
      case '"':
        return this.#readString();
      case "t":
      case "f":
      case "n":
        return this.#readLiteral(LITERALS[character]);
      default:
        return this.#readNumber();
    }
  }

  #readObject(depth: number): JsonObject {
    const start = this.#open(depth);
    const members: JsonMember[] = [];
    if (this.#closes("}")) return { kind: "object", start, end: this.#at, members };
    while (true) {
      if (this.#text[this.#at] !== '"') throw this.#fail("expected a key in double quotes");
      const key = this.#readString();
      this.#skipSpace();
      if (this.#text[this.#at] !== ":") throw this.#fail('expected ":"');
      this.#at++;
      this.#skipSpace();
      members.push({ key, value: this.#readValue(depth) });
      if (this.#closes("}")) return { kind: "object", start, end: this.#at, members };
      this.#readComma("}");
    }
  }

  #readArray(depth: number): JsonArray {
    const start = this.#open(depth);
    const items: JsonNode[] = [];
    if (this.#closes("]")) return { kind: "array", start, end: this.#at, items };
    while (true) {
      items.push(this.#readValue(depth));
      if (this.#closes("]")) return { kind: "array", start, end: this.#at, items };
      this.#readComma("]");
    }
  }

  #readString(): JsonString {
    const start = this.#at++;
    let escaped = false;
    while (true) {
      // In one step, since most of a file is inside strings.
      PLAIN_REGEXP.lastIndex = this.#at;
      PLAIN_REGEXP.test(this.#text);
      this.#at = PLAIN_REGEXP.lastIndex;
      const code = this.#text.charCodeAt(this.#at);
      if (code === QUOTE) break;
      if (code === BACKSLASH) {
        ESCAPE_REGEXP.lastIndex = this.#at;
        if (!ESCAPE_REGEXP.test(this.#text)) throw this.#fail("an invalid escape sequence");
        this.#at = ESCAPE_REGEXP.lastIndex;
        escaped = true;
      } else if (this.#at >= this.#text.length) {
        throw new JsonError("this string is not terminated", start);
      } else {
        throw this.#fail("a line break or control character within a string");
      }
    }
    const end = ++this.#at;
    const value = escaped
      ? String(JSON.parse(this.#text.slice(start, end)))
      : this.#text.slice(start + 1, end - 1);
    return { kind: "string", start, end, value };
  }

  #readLiteral(word: "true" | "false" | "null"): JsonNode {
    if (!this.#text.startsWith(word, this.#at)) throw this.#fail("expected a value");
    const start = this.#at;
    this.#at += word.length;
    return { kind: word === "null" ? "null" : "boolean", start, end: this.#at };
  }

  #readNumber(): JsonNode {
    const start = this.#at;
    NUMBER_REGEXP.lastIndex = start;
    if (!NUMBER_REGEXP.test(this.#text)) throw this.#fail("expected a value");
    this.#at = NUMBER_REGEXP.lastIndex;
    return { kind: "number", start, end: this.#at };
  }

  /** Enters an object or array, and returns its start. */
  #open(depth: number): number {
    if (depth > MAX_JSON_DEPTH) throw this.#fail(`nested deeper than ${MAX_JSON_DEPTH} levels`);
    const start = this.#at++;
    this.#skipSpace();
    return start;
  }

  #closes(bracket: "}" | "]"): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== bracket) return false;
    this.#at++;
    return true;
  }

  #readComma(bracket: "}" | "]"): void {
    if (this.#text[this.#at] !== ",") throw this.#fail(`expected "," or "${bracket}"`);
    this.#at++;
    this.#skipSpace();
  }

  #skipSpace(): void {
    while (true) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at++;
    }
  }

  #fail(state: string): JsonError {
    const atEnd = this.#at >= this.#text.length;
    return new JsonError(atEnd ? `${state}, but the file ends here` : state, this.#at);
  }
}

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

/** A text is not JSON, or not the expected JSON. */
export class JsonError extends SyntaxError {
  override readonly name = "JsonError";
  /** UTF-16 offset into the text. */
  readonly offset: number;

  /** @param message The state only (`expected a value`): callers that know the file add its name and position. */
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}
