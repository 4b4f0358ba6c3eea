import type { Definition, DefinitionStep } from "./definition.ts";

/** Where the keys of a user were found that the configuration does not have. */
export type StoredKeyDefinition =
  /** By their access key id. */
  | { readonly kind: "keys"; readonly accessKeyId: string }
  /** In a keyring, which only its password opens. */
  | { readonly kind: "keyring" };

/** What the configuration of a chain does not say, and no network is asked for. */
export interface ChainFacts {
  /** Who the environment is: for a chain that begins with `aws/ambient`. */
  readonly ambient?: Definition | undefined;
  /** The keys of the IAM user at the root, where the configuration has none. Undefined when there are none at all. */
  readonly storedKeys?: StoredKeyDefinition | undefined;
  /** The job that GitHub's tokens are for, from `ACTIONS_ID_TOKEN_REQUEST_URL`. */
  readonly githubJob?: string | undefined;
}

/** Which facts the definition of a chain needs. */
export interface NeededFacts {
  readonly ambient: boolean;
  /** The user whose keys are looked for. */
  readonly user: string | undefined;
  readonly githubJob: boolean;
}

/** Which facts are missing from a definition that a configuration alone has given. */
export function neededFacts({ steps }: Definition): NeededFacts {
  const user = steps.find(isKeyless)?.["name"];
  return {
    ambient: steps.some(({ kind }) => kind === "aws/ambient"),
    user: typeof user === "string" ? user : undefined,
    githubJob: steps.some(({ kind }) => kind === "github/oidc"),
  };
}

/** The definition of a chain, once its facts are known. */
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
    // A keyring, or a login at AWS' sign-in page, may be anyone's.
    (needed.user !== undefined && storedKeys?.kind !== "keys");
  return { steps, opaque };
}

function isKeyless(step: DefinitionStep): boolean {
  return step.kind === "aws/user" && !Object.hasOwn(step, "access_key_id");
}

/**
 * The definition of keys in variables, where nothing else has a say: what a plan of the environment would come to, without the AWS
 * files. Undefined where the plan must be made.
 */
export function keysOfVariables(variable: (name: string) => string | undefined): Definition | undefined {
  const accessKeyId = variable("AWS_ACCESS_KEY_ID") ?? "";
  const isAlone = !variable("AWS_PROFILE") && !variable("AWS_DEFAULT_PROFILE");
  if (!isAlone || accessKeyId === "" || !variable("AWS_SECRET_ACCESS_KEY")) return undefined;
  return { steps: [{ kind: "keys", access_key_id: accessKeyId }], opaque: false };
}
