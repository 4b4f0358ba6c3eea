import type { Definition, DefinitionStep } from "./definition.ts";

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
