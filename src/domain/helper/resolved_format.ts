/**
 * The file of a pin's resolutions: the last few of its configuration, each with everything that was read for it, so that a later run can
 * determine whether the result would be the same.
 *
 * ```json
 * {
 *   "version": 1,
 *   "pin": "<the file's name>",
 *   "entries": [{
 *     "salt": "…",
 *     "inputs": [["read", "/home/me/infra/atmos.yaml"], ["kind", "/home/me/infra/.git"], ["variable", "ROLE"]],
 *     "digest": "<SHA-256 of the salt, the inputs and their values>",
 *     "definition": {"steps": […], "opaque": false}
 *   }]
 * }
 * ```
 *
 * @module
 */
import { decodeDefinition, type Definition, encodeDefinition } from "../identity/definition.ts";
import { encodePin } from "./pin_format.ts";
import type { IdentityPin } from "./registry_pin.ts";

/** The version of the format. Files with another version count as absent. */
const VERSION = 1;

/** How many resolutions are kept, so that a configuration that changes back and forth, as with git branches, hits the cache. */
export const MAX_RESOLVED = 8;

/** One resolution of a pinned configuration. */
export interface ResolvedEntry {
  readonly salt: string;
  readonly inputs: readonly InputName[];
  /** Hexadecimal. */
  readonly digest: string;
  /** The configured definition, without other facts; see `neededFacts`. */
  readonly definition: Definition;
}

/** The text whose SHA-256 names the file: the part of a pin that its resolution depends on, which pins of other registries share. */
export function resolvedKeyText(pin: IdentityPin): string {
  return encodePin({ ...pin, host: "", integration: undefined, definition: undefined });
}

/** The part of a pin that its configuration depends on, which pins of other identities share. */
export function configurationKeyText(pin: IdentityPin): string {
  return resolvedKeyText({ ...pin, identity: "", provisioned: undefined });
}

/** The text of a file. @param key The name of the file, which the text repeats. */
export function encodeResolved(key: string, entries: readonly ResolvedEntry[]): string {
  const list = entries.slice(0, MAX_RESOLVED).map(({ definition, ...entry }) => ({
    ...entry,
    definition: encodeDefinition(definition),
  }));
  return `${JSON.stringify({ version: VERSION, pin: key, entries: list })}\n`;
}

/** Decodes what {@linkcode encodeResolved} wrote for this key; nothing for anything else. */
export function decodeResolved(key: string, text: string): readonly ResolvedEntry[] {
  try {
    const { version, pin, entries } = JSON.parse(text);
    if (version !== VERSION || pin !== key || !Array.isArray(entries)) return [];
    return entries.flatMap((entry) => decodeEntry(entry) ?? []);
  } catch {
    return [];
  }
}

function decodeEntry(value: unknown): ResolvedEntry | undefined {
  const fields: { readonly [K in keyof ResolvedEntry]?: unknown } = Object(value);
  const { salt, inputs, digest } = fields;
  const definition = decodeDefinition(fields.definition);
  if (typeof salt !== "string" || typeof digest !== "string" || definition === undefined) return undefined;
  return Array.isArray(inputs) && inputs.every(isInputName)
    ? { salt, inputs, digest, definition }
    : undefined;
}

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
