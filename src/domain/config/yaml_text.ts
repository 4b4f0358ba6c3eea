import type { PlainValue } from "./plain_config.ts";

/** Texts that never need quotes. */
const PLAIN_REGEXP = /^[A-Za-z/][A-Za-z0-9/_.@+=-]*(?::[A-Za-z0-9/_.@+=:-]+)*$/;

/** Words that some YAML version, such as the one that Atmos' parser partly follows, does not read as a text. */
export const RESERVED_REGEXP = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

/**
 * Everything except printable characters, including what YAML forbids or some version treats as a line end; and `##[`, which starts a
 * command of GitHub Actions anywhere in a line. Reference: https://yaml.org/spec/1.2.2/#51-character-set
 */
export const UNSAFE_REGEXP = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]|(?<=#)#(?=\[)/gu;

/** A value as a YAML document with terminated lines, safe for a terminal. */
export function yamlText(value: PlainValue): string {
  return block(value, "").map((line) => `${line}\n`).join("");
}

/** A value on one line, in YAML's flow style. */
export function yamlLine(value: PlainValue): string {
  if (isList(value)) return `[${value.map(yamlLine).join(", ")}]`;
  if (isMapping(value)) {
    return `{${
      Object.entries(value).map(([key, inner]) => `${scalar(key)}: ${yamlLine(inner)}`).join(", ")
    }}`;
  }
  return scalar(value);
}

function block(value: PlainValue, indent: string): string[] {
  if (isList(value) && value.length > 0) return value.map((item) => `${indent}- ${yamlLine(item)}`);
  if (isMapping(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, inner]) =>
      isNested(inner)
        ? [`${indent}${scalar(key)}:`, ...block(inner, `${indent}  `)]
        : [`${indent}${scalar(key)}: ${yamlLine(inner)}`]
    );
  }
  return [`${indent}${yamlLine(value)}`];
}

function scalar(value: string | number | boolean | null): string {
  if (typeof value !== "string") return String(value);
  if (PLAIN_REGEXP.test(value) && !RESERVED_REGEXP.test(value)) return value;
  return quotedYaml(value);
}

/** A text in double quotes, as every version of YAML reads it. */
export function quotedYaml(text: string): string {
  return JSON.stringify(text).replaceAll(UNSAFE_REGEXP, escaped);
}

/** The escape of a character in double quotes. */
function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return code > 0xffff ? `\\U${hex.padStart(8, "0")}` : `\\u${hex.padStart(4, "0")}`;
}

function isNested(value: PlainValue): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

function isList(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value);
}

function isMapping(value: PlainValue): value is { readonly [key: string]: PlainValue } {
  return typeof value === "object" && value !== null && !isList(value);
}
