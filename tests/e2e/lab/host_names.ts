/**
 * The names under which the lab's servers are found, all of them on this machine.
 *
 * @module
 */

/**
 * The address behind every name, on the loopback device of the tests' own network. Not 127.0.0.1: Docker takes that for a registry
 * without TLS. Reference: https://www.rfc-editor.org/rfc/rfc5737 (for documentation, routed nowhere)
 */
export const ADDRESS = "192.0.2.1";

/** The account of {@linkcode DEV_HOST}. */
export const DEV = "123456789012";
/** The account of {@linkcode PROD_HOST}. */
export const PROD = "210987654321";

/** A registry. */
export const DEV_HOST = `${DEV}.dkr.ecr.us-east-1.amazonaws.com`;
/** The same registry by its dual-stack name. */
export const DEV_DUAL_STACK_HOST = `${DEV}.dkr-ecr.us-east-1.on.aws`;
/** A registry of another account in another region. */
export const PROD_HOST = `${PROD}.dkr.ecr.eu-west-1.amazonaws.com`;
/** Amazon's public gallery. */
export const PUBLIC_HOST = "public.ecr.aws";
/** Somebody else's registry, which must never see a password of Amazon's. */
export const OTHER_HOST = "registry.example.com";
/** The same registry under a name that only begins like one of Amazon's. */
export const LOOKALIKE_HOST = `${DEV_HOST}.example.com`;

/** All registries. */
export const REGISTRY_HOSTS: readonly string[] = [
  DEV_HOST,
  DEV_DUAL_STACK_HOST,
  PROD_HOST,
  PUBLIC_HOST,
  OTHER_HOST,
  LOOKALIKE_HOST,
];

/** AWS itself. Reference: https://docs.aws.amazon.com/general/latest/gr/ecr.html and the pages of the other services beside it. */
export const API_HOSTS: readonly string[] = [
  ...["us-east-1", "eu-west-1"].flatMap((region) => [
    `api.ecr.${region}.amazonaws.com`,
    `ecr.${region}.api.aws`,
    `sts.${region}.amazonaws.com`,
    `sts.${region}.api.aws`,
    `oidc.${region}.amazonaws.com`,
    `portal.sso.${region}.amazonaws.com`,
  ]),
  "api.ecr-public.us-east-1.amazonaws.com",
  "sts.amazonaws.com",
];
