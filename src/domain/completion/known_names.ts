/**
 * The file of cached names for completion, and their inputs.
 *
 * ```json
 * {
 *   "version": 1,
 *   "question": "<the file's name>",
 *   "salt": "…",
 *   "inputs": [["read", "/home/me/infra/atmos.yaml"], ["variable", "ATMOS_PROFILE"]],
 *   "digest": "<SHA-256 of the salt, the inputs and their values>",
 *   "names": [["dev/ecr", "aws/ecr of dev"], ["prod/ecr"]]
 * }
 * ```
 *
 * @module
 */
import { type InputName, isInputName } from "../helper/resolved_format.ts";

/** The version of the format. Files with another version count as absent. */
const VERSION = 1;

/** A name, and what distinguishes it from others. */
export interface KnownName {
  readonly value: string;
  readonly description?: string;
}

/** Names, and what they depend on. */
export interface KnownNames {
  readonly salt: string;
  readonly inputs: readonly InputName[];
  /** Hexadecimal; see `inputBytes`. */
  readonly digest: string;
  readonly names: readonly KnownName[];
}

/** The text of a file. @param question The name of the file, which the text repeats. */
export function encodeKnownNames(question: string, { names, ...known }: KnownNames): string {
  const pairs = names.map(({ value, description }) =>
    description === undefined ? [value] : [value, description]
  );
  return `${JSON.stringify({ version: VERSION, question, ...known, names: pairs })}\n`;
}

/** Decodes what {@linkcode encodeKnownNames} wrote for this request; undefined for anything else. */
export function decodeKnownNames(question: string, text: string): KnownNames | undefined {
  try {
    const { version, question: answered, salt, inputs, digest, names } = JSON.parse(text);
    const isOurs = version === VERSION && answered === question && typeof salt === "string" &&
      typeof digest === "string" && Array.isArray(inputs) && inputs.every(isInputName) &&
      Array.isArray(names) && names.every(isPair);
    return isOurs ? { salt, inputs, digest, names: names.map(nameOf) } : undefined;
  } catch {
    return undefined;
  }
}

type Pair = readonly [value: string, description?: string];

function isPair(value: unknown): value is Pair {
  return Array.isArray(value) && (value.length === 1 || value.length === 2) &&
    value.every((part) => typeof part === "string");
}

function nameOf([value, description]: Pair): KnownName {
  return description === undefined ? { value } : { value, description };
}
