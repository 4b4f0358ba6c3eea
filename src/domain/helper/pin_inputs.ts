/**
 * What a pinned configuration was resolved from: everything that was looked at, so that a later run can tell whether it would resolve to
 * the same.
 *
 * @module
 */

/** One look at the machine: at a file's content, at what stands at a path, a directory, owners, where a link leads, at a variable. */
export type InputKind = "read" | "kind" | "list" | "owners" | "real" | "variable";

/** Something that was looked at: a path, or the name of a variable. */
export type InputName = readonly [kind: InputKind, name: string];

/** Something that was looked at, and what was seen. */
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

/** The text of a variable as it is compared: set to nothing is not unset. */
export function seenVariable(value: string | undefined): string {
  return value === undefined ? "unset" : `=${value}`;
}

/** The text of a directory as it is compared, in whatever order the system lists it. */
export function seenEntries(entries: readonly { readonly name: string; readonly kind: string }[]): string {
  return JSON.stringify(entries.map(({ name, kind }) => [name, kind]).toSorted());
}

/**
 * The bytes whose SHA-256 says what was seen. Every part is preceded by its length, so that none runs into another.
 *
 * @param salt So that nobody can tell from the digest whether a secret variable has a value that he guesses.
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
