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

/** Where the keys of a user without configured keys were found. */
export type StoredKeyDefinition =
  /** By their access key ID. */
  | { readonly kind: "keys"; readonly accessKeyId: string }
  /** In a keyring, which requires its password. */
  | { readonly kind: "keyring" };

/** Facts about a chain outside the configuration, without network calls. */
export interface ChainFacts {
  /** The definition of the environment's credentials, for a chain that starts with `aws/ambient`. */
  readonly ambient?: Definition | undefined;
  /** The keys of the IAM user at the root, if the configuration has none. Undefined if there are none at all. */
  readonly storedKeys?: StoredKeyDefinition | undefined;
  /** The job of GitHub's tokens, from `ACTIONS_ID_TOKEN_REQUEST_URL`. */
  readonly githubJob?: string | undefined;
}

/** The facts that the definition of a chain needs. */
export interface NeededFacts {
  readonly ambient: boolean;
  /** The user whose keys are needed. */
  readonly user: string | undefined;
  readonly githubJob: boolean;
}

/** The facts that are missing from a configured definition. */
export function neededFacts({ steps }: Definition): NeededFacts {
  const user = steps.find(isKeyless)?.["name"];
  return {
    ambient: steps.some(({ kind }) => kind === "aws/ambient"),
    user: typeof user === "string" ? user : undefined,
    githubJob: steps.some(({ kind }) => kind === "github/oidc"),
  };
}

/** Completes the definition of a chain with its facts. */
export function completeDefinition(definition: Definition, facts: ChainFacts): Definition {
  const { ambient, storedKeys, githubJob } = facts;
  const needed = neededFacts(definition);
  const steps = definition.steps.flatMap((step): readonly DefinitionStep[] => {
    if (step.kind === "aws/ambient") return [step, ...ambient?.steps ?? []];
    if (step.kind === "github/oidc" && githubJob !== undefined) return [{ ...step, job: githubJob }];
    if (!isKeyless(step) || storedKeys === undefined) return [step];
    return [{ ...step, stored: storedKeys.kind === "keys" ? storedKeys.accessKeyId : null }];
  });
  const opaque = definition.opaque || (needed.ambient && ambient?.opaque === true) ||
    // A keyring, or an AWS sign-in, may belong to any principal.
    (needed.user !== undefined && storedKeys?.kind !== "keys");
  return { steps, opaque };
}

function isKeyless(step: DefinitionStep): boolean {
  return step.kind === "aws/user" && !Object.hasOwn(step, "access_key_id");
}

/**
 * The definition of keys in variables, if nothing else can affect it: equals that of a plan, without reading the AWS files. Undefined if a
 * plan is required.
 */
export function keysOfVariables(variable: (name: string) => string | undefined): Definition | undefined {
  const accessKeyId = variable("AWS_ACCESS_KEY_ID") ?? "";
  const isAlone = !variable("AWS_PROFILE") && !variable("AWS_DEFAULT_PROFILE");
  if (!isAlone || accessKeyId === "" || !variable("AWS_SECRET_ACCESS_KEY")) return undefined;
  return { steps: [{ kind: "keys", access_key_id: accessKeyId }], opaque: false };
}
