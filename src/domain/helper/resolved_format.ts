/**
 * The file of a pin's resolutions: the last few of its configuration.
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
import { type InputName, isInputName } from "./pin_inputs.ts";
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
