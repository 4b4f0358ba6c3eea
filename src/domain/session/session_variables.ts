/**
 * The variables that make AWS tools work as an identity, by way of its session on disk.
 *
 * @module
 */
/** What the variables are made from. */
export interface SessionFacts {
  /** Absolute paths of the files that hold the identity's session, and the name of its profile in them. */
  readonly files: { readonly credentials: string; readonly config: string; readonly profile: string };
  /** The region that the configuration names for it. */
  readonly region: string | undefined;
  /** Docker's directory, when a registry is linked to the identity. */
  readonly dockerDirectory: string | undefined;
  /** The `env` entries of the identity. */
  readonly own: ReadonlyMap<string, string>;
}

/** Variables to set and to unset. */
export interface VariableChanges {
  readonly set: ReadonlyMap<string, string>;
  /** Names that must not keep the value they have. */
  readonly unset: readonly string[];
}

/**
 * Variables by which AWS tools would be somebody else than `AWS_PROFILE` says.
 *
 * Reference: https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html; `pkg/auth/cloud/aws/env.go` of Atmos leaves those
 * of containers, `AWS_DEFAULT_PROFILE` and `AWS_CREDENTIAL_EXPIRATION` in place.
 */
export const CREDENTIAL_VARIABLES: readonly string[] = [
  "AWS_ACCESS_KEY_ID",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CREDENTIAL_EXPIRATION",
  "AWS_DEFAULT_PROFILE",
  "AWS_ROLE_ARN",
  "AWS_ROLE_SESSION_NAME",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SECURITY_TOKEN",
  "AWS_SESSION_TOKEN",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
];

/** Variables of AWS tools that say how to reach AWS and how to print, and nothing about who asks. */
const NEUTRAL_REGEXP =
  /^AWS_(CA_BUNDLE|ENDPOINT_URL(_.+)?|IGNORE_CONFIGURED_ENDPOINT_URLS|USE_.+|STS_REGIONAL_ENDPOINTS|(DEFAULT_)?REGION|DEFAULT_OUTPUT|PAGER|CLI_.+|MAX_ATTEMPTS|RETRY_MODE|EC2_METADATA_.+)$/;

/** The variables of an identity with a session on disk. What the identity's `env` says wins, but for who it is. */
export function sessionVariables({ files, region, dockerDirectory, own }: SessionFacts): VariableChanges {
  const set = new Map([
    ...regionVariables(region),
    ...[...own].filter(([name]) => !CREDENTIAL_VARIABLES.includes(name)),
    ["AWS_SHARED_CREDENTIALS_FILE", files.credentials],
    ["AWS_CONFIG_FILE", files.config],
    ["AWS_PROFILE", files.profile],
    // For version 1 of the Go SDK, which else ignores AWS_CONFIG_FILE.
    ["AWS_SDK_LOAD_CONFIG", "1"],
    // A session that has ended must be an error, and not the role of the machine.
    ["AWS_EC2_METADATA_DISABLED", "true"],
    ...dockerVariables(dockerDirectory),
  ]);
  return { set, unset: CREDENTIAL_VARIABLES };
}

/** The variables of an identity that is whoever the environment is: nothing is unset, or it would be nobody. */
export function ambientVariables(
  { region, dockerDirectory, own }: Pick<SessionFacts, "region" | "dockerDirectory" | "own">,
): VariableChanges {
  return {
    set: new Map([...regionVariables(region), ...own, ...dockerVariables(dockerDirectory)]),
    unset: [],
  };
}

/**
 * The whole environment of a program that runs as an identity. When there is anything to unset, every variable of AWS is left out
 * that is not known to say nothing about who asks.
 */
export function childEnvironment(
  outer: Readonly<Record<string, string>>,
  { set, unset }: VariableChanges,
): Record<string, string> {
  const kept = Object.entries(outer).filter(([name]) => unset.length === 0 || isNeutral(name));
  return Object.fromEntries([...kept, ...set]);
}

function isNeutral(name: string): boolean {
  const upper = name.toUpperCase();
  return !upper.startsWith("AWS_") || NEUTRAL_REGEXP.test(upper);
}

function regionVariables(region: string | undefined): [string, string][] {
  return region === undefined ? [] : [["AWS_REGION", region], ["AWS_DEFAULT_REGION", region]];
}

function dockerVariables(directory: string | undefined): [string, string][] {
  return directory === undefined ? [] : [["DOCKER_CONFIG", directory]];
}
