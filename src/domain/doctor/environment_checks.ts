import { awsProfileCheck } from "./aws_profile_check.ts";
import type { Check } from "./check.ts";
import { dockerAuthConfigCheck } from "./docker_auth_config_check.ts";
import { tlsVariablesCheck } from "./tls_variables_check.ts";
import { type Variables, variablesCheck } from "./variables.ts";

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
