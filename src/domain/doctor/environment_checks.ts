import { type Check, type CheckId, fail, listed, ok, warn } from "./check.ts";

/** Facts besides the variables. */
export interface EnvironmentFacts {
  /** Whether the configuration has registries. */
  readonly isConfigured: boolean;
  /** Names of variables whose certificate file does not exist. */
  readonly missingCertificates: readonly string[];
}

/** Variables that send AWS tools to other endpoints, or make them ignore such variables. */
const ENDPOINT_REGEXP = /^AWS_(ENDPOINT_URL(_[A-Z0-9_]+)?|USE_FIPS_ENDPOINT|USE_DUALSTACK_ENDPOINT)$/;

/** The variables that affect logins, by effect. Secrets, and values with user information, are not shown. */
export function environmentChecks(
  variables: Variables,
  { isConfigured, missingCertificates }: EnvironmentFacts,
): Check[] {
  return [
    dockerAuthConfigCheck(variables),
    variablesCheck("aws-endpoints", variables, {
      isMeant: (name) => ENDPOINT_REGEXP.test(name),
      words: ["No custom AWS endpoints are set", "Custom AWS endpoints are set"],
      hint: "Unset these variables, unless you need those endpoints",
    }),
    awsProfileCheck(variables, isConfigured),
    variablesCheck("cache-variables", variables, {
      isMeant: (name) => name === "AWS_ECR_DISABLE_CACHE" || name === "AWS_ECR_CACHE_DIR",
      words: ["No token cache variables are set", "Token cache variables are set"],
      hint:
        "Unset AWS_ECR_DISABLE_CACHE (any value disables the cache) to cache tokens; set AWS_ECR_CACHE_DIR for Docker as well",
    }),
    variablesCheck("atmos-variables", variables, {
      isMeant: (name) => name.startsWith("ATMOS_"),
      words: ["No ATMOS_* variables are set", "ATMOS_* variables are set"],
      hint: "They apply only to this shell; the credential helper uses its pins",
    }),
    tlsVariablesCheck(variables, missingCertificates),
  ];
}

/** Whether a variable overrides Docker's configuration. */
export function dockerAuthConfigCheck(variables: Variables): Check {
  return setNames(variables).includes("DOCKER_AUTH_CONFIG")
    ? warn(
      "docker-auth-config",
      "DOCKER_AUTH_CONFIG is set: its logins take precedence over Docker's config.json",
      "Unset it, unless you want to use its logins",
    )
    : ok("docker-auth-config", "DOCKER_AUTH_CONFIG is not set");
}

/**
 * Whether the environment has credentials that could be confused with those of an identity. @param isConfigured Whether there are any
 * identities.
 */
export function awsProfileCheck(variables: Variables, isConfigured: boolean): Check {
  const names = setNames(variables).filter((name) => name === "AWS_PROFILE" || name === "AWS_ACCESS_KEY_ID");
  if (names.length === 0 || !isConfigured) {
    return ok("aws-profile", "No environment credentials conflict with the configured identities");
  }
  return warn(
    "aws-profile",
    `The environment has AWS credentials: ${
      listed(names.map((name) => shownVariable(name, variables)))
    }. Configured identities do not use them`,
    "Unset them, unless you need them for registries without an integration",
  );
}

/** Variables that name certificate files. */
export const CERTIFICATE_VARIABLES: readonly string[] = [
  "AWS_CA_BUNDLE",
  "DENO_CERT",
  "NODE_EXTRA_CA_CERTS",
  "SSL_CERT_FILE",
];
const OTHER_VARIABLES: readonly string[] = ["DENO_TLS_CA_STORE", "HTTPS_PROXY", "https_proxy"];

/**
 * Whether variables weaken or break connections. Valid proxies and certificates are common: they are listed, without a warning.
 *
 * @param missing Names of variables whose certificate file does not exist.
 */
export function tlsVariablesCheck(variables: Variables, missing: readonly string[]): Check {
  const set = setNames(variables);
  if (set.includes("SSLKEYLOGFILE")) {
    return warn(
      "tls-variables",
      "SSLKEYLOGFILE is set: the TLS keys of every connection are written to a file that other users may be able to read",
      "Unset SSLKEYLOGFILE",
    );
  }
  // Reference: https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue
  if (variables.get("NODE_TLS_REJECT_UNAUTHORIZED") === "0") {
    return warn(
      "tls-variables",
      "NODE_TLS_REJECT_UNAUTHORIZED=0 is set: programs accept any certificate, even a forged one",
      "Unset it, and set AWS_CA_BUNDLE to the CA certificates of this network",
    );
  }
  if (missing.length > 0) {
    return fail(
      "tls-variables",
      `Certificate files do not exist: ${listed(missing.map((name) => shownVariable(name, variables)))}`,
      "Correct the paths, or unset the variables",
    );
  }
  const names = set.filter((name) => [...CERTIFICATE_VARIABLES, ...OTHER_VARIABLES].includes(name));
  return ok(
    "tls-variables",
    names.length === 0
      ? "No TLS variables are set"
      : `TLS and proxy variables are set, which this network may require: ${
        listed(names.map((name) => shownVariable(name, variables)))
      }`,
  );
}

/** The variables of the process. */
export interface Variables {
  readonly names: readonly string[];
  get(name: string): string | undefined;
}

/** Names of variables whose value may be a secret. */
const SECRET_NAME_REGEXP = /KEY|SECRET|TOKEN|PASS|CREDENTIAL|AUTH(?!_REALM)/i;

/** The names of the variables that are not empty, sorted. */
export function setNames(variables: Variables): string[] {
  return variables.names.filter((name) => (variables.get(name) ?? "") !== "").toSorted();
}

/** A variable with its value, unless that may be a secret. */
export function shownVariable(name: string, variables: Variables): string {
  const value = variables.get(name) ?? "";
  const isSecret = SECRET_NAME_REGEXP.test(name) || /[@?]/.test(value) || value.length > 200;
  return isSecret ? name : `${name}=${value}`;
}

/** Variables that affect logins, as one check: a warning if any is set. @param words For none, and for some. */
export function variablesCheck(
  id: CheckId,
  variables: Variables,
  { isMeant, words: [none, some], hint }: {
    readonly isMeant: (name: string) => boolean;
    readonly words: readonly [none: string, some: string];
    readonly hint: string;
  },
): Check {
  const names = setNames(variables).filter(isMeant);
  return names.length === 0
    ? ok(id, none)
    : warn(id, `${some}: ${listed(names.map((name) => shownVariable(name, variables)))}`, hint);
}
