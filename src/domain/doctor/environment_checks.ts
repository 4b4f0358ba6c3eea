import { type Check, type CheckId, fail, listed, ok, warn } from "./check.ts";

/** The variables of the process. */
interface Variables {
  readonly names: readonly string[];
  readonly get: (name: string) => string | undefined;
}

/** The variables that are not empty, sorted by name. */
type SetVariables = ReadonlyMap<string, string>;

/** Facts besides the variables. */
interface EnvironmentFacts {
  /** Whether the configuration has registries. */
  readonly isConfigured: boolean;
  /** Names of the identities that use the environment's credentials. */
  readonly ambientIdentities: readonly string[];
  /** Names of variables whose certificate file does not exist. */
  readonly missingCertificates: readonly string[];
}

/** Variables that name certificate files. */
export const CERTIFICATE_VARIABLES: readonly string[] = [
  "AWS_CA_BUNDLE",
  "DENO_CERT",
  "NODE_EXTRA_CA_CERTS",
  "SSL_CERT_FILE",
];

/** Variables that send AWS tools to other endpoints, or make them ignore such variables. */
const ENDPOINT_REGEXP = /^AWS_(ENDPOINT_URL(_[A-Z0-9_]+)?|USE_FIPS_ENDPOINT|USE_DUALSTACK_ENDPOINT)$/;

/** The variables that affect logins, by effect. Secrets, and values with user information, are not shown. */
export function environmentChecks(
  { names, get }: Variables,
  { isConfigured, ambientIdentities, missingCertificates }: EnvironmentFacts,
): Check[] {
  const variables: SetVariables = new Map(
    names.toSorted().map((name) => [name, get(name) ?? ""] as const).filter(([, value]) => value !== ""),
  );
  return [
    variables.has("DOCKER_AUTH_CONFIG")
      ? warn(
        "docker-auth-config",
        "DOCKER_AUTH_CONFIG is set: its logins take precedence over Docker's config.json",
        "Unset it, unless you want to use its logins",
      )
      : ok("docker-auth-config", "DOCKER_AUTH_CONFIG is not set"),
    variablesCheck("aws-endpoints", variables, ENDPOINT_REGEXP, {
      none: "No custom AWS endpoints are set",
      some: "Custom AWS endpoints are set",
      hint: "Unset these variables, unless you need those endpoints",
    }),
    awsProfileCheck(variables, isConfigured, ambientIdentities),
    variablesCheck("cache-variables", variables, /^AWS_ECR_(?:DISABLE_CACHE|CACHE_DIR)$/, {
      none: "No token cache variables are set",
      some: "Token cache variables are set",
      hint:
        "Unset AWS_ECR_DISABLE_CACHE (any value disables the cache) to cache tokens; set AWS_ECR_CACHE_DIR for Docker as well",
    }),
    variablesCheck("atmos-variables", variables, /^ATMOS_/, {
      none: "No ATMOS_* variables are set",
      some: "ATMOS_* variables are set",
      hint: "They apply only to this shell; the credential helper uses its pins",
    }),
    tlsVariablesCheck(variables, missingCertificates),
  ];
}

/** A warning if any variable with such a name is set. */
function variablesCheck(
  id: CheckId,
  variables: SetVariables,
  pattern: RegExp,
  { none, some, hint }: { readonly none: string; readonly some: string; readonly hint: string },
): Check {
  const names = [...variables.keys()].filter((name) => pattern.test(name));
  return names.length === 0 ? ok(id, none) : warn(id, `${some}: ${listedValues(variables, names)}`, hint);
}

/** Whether the environment has credentials that could be confused with those of an identity. */
function awsProfileCheck(
  variables: SetVariables,
  isConfigured: boolean,
  ambientIdentities: readonly string[],
): Check {
  const names = ["AWS_ACCESS_KEY_ID", "AWS_PROFILE"].filter((name) => variables.has(name));
  if (names.length === 0 || !isConfigured) {
    return ok("aws-profile", "No environment credentials conflict with the configured identities");
  }
  if (ambientIdentities.length > 0) {
    return ok(
      "aws-profile",
      `The environment has AWS credentials: ${
        listedValues(variables, names)
      }. Only aws/ambient identities use them: ${listed(ambientIdentities)}`,
    );
  }
  return warn(
    "aws-profile",
    `The environment has AWS credentials: ${
      listedValues(variables, names)
    }. Configured identities do not use them`,
    "Unset them, unless you need them for registries without an integration",
  );
}

/** Whether variables weaken or break connections. Valid proxies and certificates are common: they are listed, without a warning. */
function tlsVariablesCheck(variables: SetVariables, missing: readonly string[]): Check {
  if (variables.has("SSLKEYLOGFILE")) {
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
      `Certificate files do not exist: ${listedValues(variables, missing)}`,
      "Correct the paths, or unset the variables",
    );
  }
  const names = [...variables.keys()].filter((name) =>
    CERTIFICATE_VARIABLES.includes(name) || /^(?:DENO_TLS_CA_STORE|HTTPS_PROXY|https_proxy)$/.test(name)
  );
  return ok(
    "tls-variables",
    names.length === 0
      ? "No TLS variables are set"
      : `TLS and proxy variables are set, which this network may require: ${listedValues(variables, names)}`,
  );
}

/** Names of variables whose value may be a secret. */
const SECRET_NAME_REGEXP = /KEY|SECRET|TOKEN|PASS|CREDENTIAL|AUTH(?!_REALM)/i;

/** Variables with their values, except for those that may be a secret. */
function listedValues(variables: SetVariables, names: readonly string[]): string {
  return listed(names.map((name) => {
    const value = variables.get(name) ?? "";
    const isSecret = SECRET_NAME_REGEXP.test(name) || /[@?]/.test(value) || value.length > 200;
    return isSecret ? name : `${name}=${value}`;
  }));
}
