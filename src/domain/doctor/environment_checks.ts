import { type Check, type CheckId, listed, ok, warn } from "./check.ts";

/** The variables of the process. */
export interface Variables {
  readonly names: readonly string[];
  get(name: string): string | undefined;
}

/** What is known besides the variables. */
export interface EnvironmentFacts {
  /** Whether the configuration has registries of its own. */
  readonly isConfigured: boolean;
}

/** Names of variables whose value may be a secret. */
const SECRET_NAME_REGEXP = /KEY|SECRET|TOKEN|PASS|CREDENTIAL|AUTH(?!_REALM)/i;
const TLS_VARIABLES: readonly string[] = [
  "AWS_CA_BUNDLE",
  "DENO_CERT",
  "DENO_TLS_CA_STORE",
  "HTTPS_PROXY",
  "https_proxy",
  "NODE_EXTRA_CA_CERTS",
  "NODE_TLS_REJECT_UNAUTHORIZED",
  "SSL_CERT_FILE",
];
/** Variables that lead AWS' tools away from AWS, or make them ignore what does. */
const ENDPOINT_REGEXP = /^AWS_(ENDPOINT_URL(_[A-Z0-9_]+)?|USE_FIPS_ENDPOINT|USE_DUALSTACK_ENDPOINT)$/;

/** The variables that change what happens, by what they change. Secrets, and values with user information, are not shown. */
export function environmentChecks(variables: Variables, { isConfigured }: EnvironmentFacts): Check[] {
  const set = variables.names.filter((name) => (variables.get(name) ?? "") !== "").toSorted();
  const group = (
    id: CheckId,
    isMeant: (name: string) => boolean,
    [one, many]: readonly [string, string],
    hint: string,
  ): Check => {
    const names = set.filter(isMeant);
    return names.length === 0
      ? ok(id, `No variable ${one}`)
      : warn(id, `Variables ${many}: ${listed(names.map((name) => shown(name, variables)))}`, hint);
  };
  return [
    dockerAuthConfig(set),
    group(
      "aws-endpoints",
      (name) => ENDPOINT_REGEXP.test(name),
      ["chooses the endpoints of AWS", "choose the endpoints of AWS"],
      "Unset them unless requests are meant to go there",
    ),
    awsProfile(set, variables, isConfigured),
    group(
      "cache-variables",
      (name) => name === "AWS_ECR_DISABLE_CACHE" || name === "AWS_ECR_CACHE_DIR",
      ["changes the token cache", "change the token cache"],
      "Unset AWS_ECR_DISABLE_CACHE, whatever its value, to have tokens cached; set AWS_ECR_CACHE_DIR for Docker, too",
    ),
    group(
      "atmos-variables",
      (name) => name.startsWith("ATMOS_"),
      ["changes the configuration", "change the configuration"],
      "They hold for this shell; the credential helper goes by its pins, whatever they say",
    ),
    tlsVariables(set, variables),
  ];
}

function dockerAuthConfig(set: readonly string[]): Check {
  return set.includes("DOCKER_AUTH_CONFIG")
    ? warn(
      "docker-auth-config",
      "DOCKER_AUTH_CONFIG is set: Docker takes logins from it before everything else",
      "Unset it, unless it has the logins that you want",
    )
    : ok("docker-auth-config", "DOCKER_AUTH_CONFIG is not set");
}

function awsProfile(set: readonly string[], variables: Variables, isConfigured: boolean): Check {
  const names = set.filter((name) => name === "AWS_PROFILE" || name === "AWS_ACCESS_KEY_ID");
  if (names.length === 0 || !isConfigured) {
    return ok("aws-profile", "No credentials of the environment beside configured identities");
  }
  return warn(
    "aws-profile",
    `The environment has credentials of its own: ${
      listed(names.map((name) => shown(name, variables)))
    }. Configured identities do not use them`,
    "Nothing, if they are meant for registries without an integration; else unset them",
  );
}

function tlsVariables(set: readonly string[], variables: Variables): Check {
  if (set.includes("SSLKEYLOGFILE")) {
    return warn(
      "tls-variables",
      "SSLKEYLOGFILE is set: the keys of every connection are written to a file that others may read",
      "Unset SSLKEYLOGFILE",
    );
  }
  const names = set.filter((name) => TLS_VARIABLES.includes(name));
  return names.length === 0 ? ok("tls-variables", "No variable changes how connections are made") : warn(
    "tls-variables",
    `Variables change how connections are made: ${listed(names.map((name) => shown(name, variables)))}`,
    "Unset those that this network does not need",
  );
}

/** A variable with its value, unless that may be a secret. */
function shown(name: string, variables: Variables): string {
  const value = variables.get(name) ?? "";
  const isSecret = SECRET_NAME_REGEXP.test(name) || /[@?]/.test(value) || value.length > 200;
  return isSecret ? name : `${name}=${value}`;
}
