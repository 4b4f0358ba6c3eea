import type { Scalar } from "yaml";
import { goNumber, isGoDate } from "../../../domain/auth/atmos_compat/go_values.ts";
import { syntaxFault } from "./yaml_failures.ts";

/** The prefix of YAML's own tags. Any other tag is a function of Atmos, or a mistake. */
export const STANDARD_TAG_PREFIX = "tag:yaml.org,2002:";

/**
 * The texts that a standard tag accepts, by its short name; Atmos reads no file that has another one there.
 *
 * Reference: `resolve` in `yaml.v3`.
 */
const ACCEPTS: Readonly<Record<string, (text: string) => boolean>> = {
  null: (text) => /^(?:~|null|Null|NULL)?$/.test(text),
  bool: (text) => /^(?:true|True|TRUE|false|False|FALSE)$/.test(text),
  int: (text) => isNumber(text) && !/[.eE]/.test(text.replace(/^[-+]?0[xX].*/, "")),
  float: isNumber,
  timestamp: (raw) => isGoDate({ raw, quoted: false }),
};

/** A scalar's text, and whether it is a string for every YAML parser. */
export interface TaggedText {
  readonly raw: string;
  readonly quoted: boolean;
}

/**
 * What a scalar says with its tag, if it has one: `!!binary` is decoded, and a number, date or truth value with a tag counts as unquoted,
 * since Atmos does not read it as a text.
 *
 * @throws {YamlFault} `CONFIG_SYNTAX` if the tag does not match the text.
 */
export function taggedText({ tag, type, source = "" }: Scalar, offset: number): TaggedText {
  const isPlain = type === "PLAIN";
  if (tag === undefined || tag === "!") return { raw: source, quoted: !isPlain };
  if (!tag.startsWith(STANDARD_TAG_PREFIX)) return { raw: source, quoted: true };
  const name = tag.slice(STANDARD_TAG_PREFIX.length);
  if (name === "binary") return { raw: decoded(source, offset), quoted: true };
  const accepts = Object.hasOwn(ACCEPTS, name) ? ACCEPTS[name] : undefined;
  if (accepts?.(source) === false) throw syntaxFault("TAG_RESOLVE_FAILED", offset);
  return { raw: source, quoted: accepts === undefined };
}

/** Whether Atmos reads a number. A longer text is none that anything could use. */
function isNumber(text: string): boolean {
  return text.length <= 100 && goNumber(text) !== undefined;
}

function decoded(source: string, offset: number): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Uint8Array.fromBase64(source));
  } catch {
    throw syntaxFault("TAG_RESOLVE_FAILED", offset);
  }
}
