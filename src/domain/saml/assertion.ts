import type { Secret } from "../secret.ts";

/** A role in a SAML assertion, with the IAM provider that must be named with it. */
export interface SamlRole {
  /** `arn:aws:iam::123456789012:role/deploy` */
  readonly roleArn: string;
  /** `arn:aws:iam::123456789012:saml-provider/corp` */
  readonly providerArn: string;
}

/** The used part of a SAML response for AWS. AWS verifies the signature. */
export interface SamlAssertion {
  /** The response as the identity provider posted it: base64. */
  readonly encoded: Secret;
  /** In the order of the assertion; at least one. */
  readonly roles: readonly SamlRole[];
  /** The earliest `NotOnOrAfter` of the assertion's conditions or subject; absent without one. */
  readonly expiresAt?: Date;
}

/** The maximum length of a response, in characters. Reference: AssumeRoleWithSAML accepts 100,000 characters of `SAMLAssertion`. */
export const MAX_SAML_RESPONSE = 100_000;

/** `Name` of the attribute that lists roles. Reference: "Configuring SAML assertions for the authentication response", IAM User Guide. */
export const ROLE_ATTRIBUTE = "https://aws.amazon.com/SAML/Attributes/Role";

/** The audience of an assertion for AWS, besides a page of {@linkcode isSignInPage}. Reference: as {@linkcode ROLE_ATTRIBUTE}. */
const AWS_AUDIENCE = "urn:amazon:webservices";

/** Audiences of the other partitions. Reference: the SAML metadata that AWS publishes for GovCloud and China. */
export const AWS_AUDIENCES: readonly string[] = [
  AWS_AUDIENCE,
  "urn:amazon:webservices:govcloud",
  "urn:amazon:webservices:cn-north-1",
];

const ROLE_REGEXP = /^arn:[a-z0-9-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/;
const PROVIDER_REGEXP = /^arn:[a-z0-9-]+:iam::\d{12}:saml-provider\/[\w.-]+$/;

/**
 * Parses one value of the role attribute: the ARNs of a role and of a provider, in either order.
 *
 * @returns Undefined for anything else.
 */
export function readRoleValue(value: string): SamlRole | undefined {
  const [first = "", second = "", ...rest] = value.split(",").map((part) => part.trim());
  if (rest.length > 0) return undefined;
  for (const [roleArn, providerArn] of [[first, second], [second, first]] as const) {
    if (ROLE_REGEXP.test(roleArn) && PROVIDER_REGEXP.test(providerArn)) return { roleArn, providerArn };
  }
  return undefined;
}
