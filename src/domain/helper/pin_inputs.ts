/**
 * The inputs of a pinned configuration: everything that was read, so that a later run can determine whether the result would be the same.
 *
 * @module
 */

/** One observation: of a file's content, the kind of a path, a directory, owners, the target of a link, or a variable. */
export type InputKind = "read" | "kind" | "list" | "owners" | "real" | "variable";

/** What was observed: a path, or the name of a variable. */
export type InputName = readonly [kind: InputKind, name: string];

/** An observation and its result. */
export interface ObservedInput {
  readonly name: InputName;
  readonly seen: Uint8Array;
}

const INPUT_KINDS: readonly InputKind[] = ["read", "kind", "list", "owners", "real", "variable"];

/** Whether a value that was read from a file names an input. */
export function isInputName(value: unknown): value is InputName {
  return Array.isArray(value) && value.length === 2 && INPUT_KINDS.includes(value[0]) &&
    typeof value[1] === "string";
}

/** The text of a variable for comparison: an empty variable differs from an unset one. */
export function seenVariable(value: string | undefined): string {
  return value === undefined ? "unset" : `=${value}`;
}

/** The text of a directory for comparison, independent of the order of its entries. */
export function seenEntries(entries: readonly { readonly name: string; readonly kind: string }[]): string {
  return JSON.stringify(entries.map(({ name, kind }) => [name, kind]).toSorted());
}

/**
 * The bytes whose SHA-256 represents the observations. Every part is preceded by its length, so that parts cannot run into each other.
 *
 * @param salt Prevents guessing the value of a secret variable from the digest.
 */
export function inputBytes(salt: string, inputs: readonly ObservedInput[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const parts = [
    encoder.encode(salt),
    ...inputs.flatMap(({ name, seen }) => [encoder.encode(name.join(" ")), seen]),
  ];
  const bytes = new Uint8Array(parts.reduce((length, part) => length + 8 + part.length, 0));
  const view = new DataView(bytes.buffer);
  let offset = 0;
  for (const part of parts) {
    view.setFloat64(offset, part.length);
    bytes.set(part, offset + 8);
    offset += 8 + part.length;
  }
  return bytes;
}
