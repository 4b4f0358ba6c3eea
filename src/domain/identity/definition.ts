/**
 * Who a principal is, told from files and variables alone: what tokens and sessions are kept under.
 *
 * @module
 */

/** A value of a definition: JSON without numbers, whose texts differ although they are equal. */
export type DefinitionValue =
  | null
  | string
  | boolean
  | readonly DefinitionValue[]
  | { readonly [field: string]: DefinitionValue };

/** One step on the way to a principal. A field that is absent differs from one that is `null`. */
export interface DefinitionStep {
  /** What the other fields mean: the kind of a provider or identity, or `keys`, `web-identity`, `container`, `instance`, … */
  readonly kind: string;
  readonly [field: string]: DefinitionValue;
}

/**
 * Everything that decides who a principal is. Keys that are given (in variables, profiles, keyrings) count by their access key id; keys
 * of sessions that this program derives do not, so that a new session of the same role has the same definition. Holds no secret.
 */
export interface Definition {
  /** The steps from nothing to the credentials, root first. None at all: there are no credentials. */
  readonly steps: readonly DefinitionStep[];
  /**
   * Whether the steps cannot tell the whole (a `credential_process`, an instance, a container, a keyring): a token for it is fresh for
   * 15 minutes at most.
   */
  readonly opaque: boolean;
}

/** A definition as text. Two definitions share a text only if they are equal; the order of fields makes no difference. */
export function definitionText({ steps, opaque }: Definition): string {
  return valueText([[...steps], opaque]);
}

/** Whether two definitions are of the same principal. */
export function isSameDefinition(a: Definition, b: Definition): boolean {
  return definitionText(a) === definitionText(b);
}

/** A definition as a value for JSON. */
export function encodeDefinition({ steps, opaque }: Definition): DefinitionValue {
  return { steps, opaque };
}

/** Reads what {@linkcode encodeDefinition} gave. Undefined for anything else. */
export function decodeDefinition(value: unknown): Definition | undefined {
  if (!isRecord(value)) return undefined;
  const { steps, opaque } = value;
  if (!Array.isArray(steps) || !steps.every(isStep) || typeof opaque !== "boolean") return undefined;
  return { steps, opaque };
}

/** Fields sorted, so that the text of equal values is the same. */
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
