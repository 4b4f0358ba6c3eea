/**
 * The file of names that were found for completion, with what they were found in.
 *
 * ```json
 * {
 *   "version": 1,
 *   "question": "<the file's name>",
 *   "salt": "…",
 *   "inputs": [["read", "/home/me/infra/atmos.yaml"], ["variable", "ATMOS_PROFILE"]],
 *   "digest": "<SHA-256 of the salt, the inputs and what was seen of them>",
 *   "names": [["dev/ecr", "aws/ecr of dev"], ["prod/ecr"]]
 * }
 * ```
 *
 * @module
 */
import { type InputName, isInputName } from "../helper/pin_inputs.ts";

/** The version of the format. A file of another one counts as absent. */
const VERSION = 1;

/** Something that can be typed, and what helps to tell it from the rest. */
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

/** Reads what {@linkcode encodeKnownNames} wrote for this question; undefined for anything else. */
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
