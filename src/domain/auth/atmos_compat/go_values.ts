import type { ScalarNode } from "../../config/config_node.ts";

/** The date formats of Atmos' YAML library. Reference: `timestampFormats` in `yaml.v3`. */
const DATE_REGEXP = /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt ].*)?$/;

/** The texts of Go's `strconv.ParseBool`, and the empty one, which Atmos reads as false. */
const FLAG_REGEXP = /^(?:1|t|T|true|TRUE|True|0|f|F|false|FALSE|False)?$/;

/** Whether Atmos reads an unquoted scalar as a date. */
export function isGoDate({ quoted, raw }: Pick<ScalarNode, "quoted" | "raw">): boolean {
  return !quoted && DATE_REGEXP.test(raw);
}

/** Whether Atmos can read a scalar as a boolean. */
export function isGoFlag({ value, raw, quoted }: Pick<ScalarNode, "value" | "raw" | "quoted">): boolean {
  if (value === null || (!quoted && goNumber(raw) !== undefined)) return true;
  return FLAG_REGEXP.test(raw);
}

/** Whether Atmos can read a scalar as a number. */
export function isGoCount({ value, raw }: Pick<ScalarNode, "value" | "raw">): boolean {
  return value === null || typeof value === "boolean" || raw === "" || goNumber(raw) !== undefined;
}

/**
 * The number that Atmos reads in an unquoted text, converted back to text; undefined if it is not a number: YAML 1.1's octal, hexadecimal
 * and binary ones, underscores, and fractions.
 *
 * Reference: `resolve` in `yaml.v3`, `strconv.ParseInt` and `strconv.ParseFloat` in Go.
 */
export function goNumber(text: string): string | undefined {
  const special = /^(?:([-+]?)\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/.exec(text);
  if (special !== null) return special[1] === undefined ? "NaN" : `${special[1] || "+"}Inf`;
  const plain = text.replaceAll("_", "");
  if (/^[-+]?0\d+$/.test(plain)) {
    return /^[-+]?0[0-7]+$/.test(plain) ? whole(plain, `0o${plain.replace(/^[-+]?0/, "")}`) : fraction(plain);
  }
  if (/^[-+]?0(?:[xX][\dA-Fa-f]+|[bB][01]+|[oO][0-7]+)$/.test(plain)) {
    return whole(plain, plain.replace(/^[-+]/, ""));
  }
  if (/^[-+]?\d+$/.test(plain)) return whole(plain, plain.replace(/^[-+]/, ""));
  return /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(plain) ? fraction(plain) : undefined;
}

function whole(signed: string, digits: string): string {
  const size = BigInt(digits);
  return (signed.startsWith("-") ? -size : size).toString();
}

function fraction(text: string): string {
  const value = Number(text);
  return Number.isInteger(value) && Math.abs(value) < 1e300 ? BigInt(value).toString() : String(value);
}
