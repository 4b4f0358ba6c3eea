/**
 * The definition of a principal, from files and variables only: the key of tokens and sessions.
 *
 * @module
 */

/** A value of a definition: JSON without numbers, since equal numbers can have different texts. */
export type DefinitionValue =
  | null
  | string
  | boolean
  | readonly DefinitionValue[]
  | { readonly [field: string]: DefinitionValue };

/** One step of the chain to a principal. An absent field differs from one that is `null`. */
export interface DefinitionStep {
  /** Determines the other fields: the kind of a provider or identity, or `keys`, `web-identity`, `container`, `instance`, … */
  readonly kind: string;
  readonly [field: string]: DefinitionValue;
}

/**
 * Everything that determines a principal. Given keys (in variables, profiles, keyrings) are represented by their access key id; keys of
 * derived sessions are not included, so that a new session of the same role has the same definition. Contains no secrets.
 */
export interface Definition {
  /** The steps to the credentials, root first. Empty: there are no credentials. */
  readonly steps: readonly DefinitionStep[];
  /**
   * Whether the steps cannot fully determine the principal (a `credential_process`, an instance, a container, a keyring): its tokens are
   * fresh for at most 15 minutes.
   */
  readonly opaque: boolean;
}

/** A definition as text. Two definitions have the same text only if they are equal; the order of fields does not matter. */
export function definitionText({ steps, opaque }: Definition): string {
  return valueText([[...steps], opaque]);
}

/** Whether two definitions have the same principal. */
export function isSameDefinition(a: Definition, b: Definition): boolean {
  return definitionText(a) === definitionText(b);
}

/** A definition as a JSON value. */
export function encodeDefinition({ steps, opaque }: Definition): DefinitionValue {
  return { steps, opaque };
}

/** Decodes what {@linkcode encodeDefinition} returned. Undefined for anything else. */
export function decodeDefinition(value: unknown): Definition | undefined {
  if (!isRecord(value)) return undefined;
  const { steps, opaque } = value;
  if (!Array.isArray(steps) || !steps.every(isStep) || typeof opaque !== "boolean") return undefined;
  return { steps, opaque };
}

/** Sorts fields, so that equal values have the same text. */
function valueText(value: DefinitionValue): string {
  if (Array.isArray(value)) return `[${value.map(valueText).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).toSorted(([a], [b]) => a < b ? -1 : 1);
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${valueText(field)}`).join(",")}}`;
}

function isStep(value: unknown): value is DefinitionStep {
  return isRecord(value) && typeof value["kind"] === "string" && isValue(value);
}

function isValue(value: unknown): value is DefinitionValue {
  if (Array.isArray(value)) return value.every(isValue);
  if (isRecord(value)) return Object.values(value).every(isValue);
  return value === null || typeof value === "string" || typeof value === "boolean";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
