/** SAML responses for AWS: their roles, and AWS' pages that receive them. @module */
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

/**
 * The audiences of an assertion for AWS, besides a page of {@linkcode isSignInPage}. Reference: as {@linkcode ROLE_ATTRIBUTE}, and the SAML
 * metadata that AWS publishes for GovCloud and China.
 */
export const AWS_AUDIENCES: readonly string[] = [
  "urn:amazon:webservices",
  "urn:amazon:webservices:govcloud",
  "urn:amazon:webservices:cn-north-1",
];

const ROLE_REGEXP = /^arn:[a-z0-9-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/;
const PROVIDER_REGEXP = /^arn:[a-z0-9-]+:iam::\d{12}:saml-provider\/[\w.-]+$/;

/** Parses one value of the role attribute: the ARNs of a role and of a provider, in either order. @returns Undefined for anything else. */
export function readRoleValue(value: string): SamlRole | undefined {
  const [first = "", second = "", ...rest] = value.split(",").map((part) => part.trim());
  if (rest.length > 0) return undefined;
  for (const [roleArn, providerArn] of [[first, second], [second, first]] as const) {
    if (ROLE_REGEXP.test(roleArn) && PROVIDER_REGEXP.test(providerArn)) return { roleArn, providerArn };
  }
  return undefined;
}

/** The role to select from an assertion. */
export type WantedRole =
  | { readonly kind: "role"; readonly arn: string }
  /** The role of a permission set, named by IAM Identity Center. */
  | { readonly kind: "permission-set"; readonly account: string; readonly name: string };

/** The result of the selection. */
type RoleSelection =
  | { readonly kind: "found"; readonly role: SamlRole }
  | { readonly kind: "missing" }
  | { readonly kind: "several"; readonly roles: readonly SamlRole[] };

/**
 * `arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/[REGION/]AWSReservedSSO_SET_HEX`
 *
 * Reference: "Referencing permission sets in resource policies", IAM Identity Center User Guide.
 */
const RESERVED_ROLE_REGEXP =
  /^arn:[a-z0-9-]+:iam::(\d{12}):role\/aws-reserved\/sso\.amazonaws\.com\/(?:[a-z0-9-]+\/)?AWSReservedSSO_(.+)_[0-9a-f]{16}$/;

/**
 * Selects a role by exact match: Atmos compares parts of names, and uses the first role if none matches.
 *
 * If an assertion offers the role through two providers, none is selected.
 */
export function selectRole(roles: readonly SamlRole[], wanted: WantedRole): RoleSelection {
  const found = unique(roles.filter(({ roleArn }) => fits(roleArn, wanted)));
  const [role, ...others] = found;
  if (role === undefined) return { kind: "missing" };
  return others.length === 0 ? { kind: "found", role } : { kind: "several", roles: found };
}

function fits(roleArn: string, wanted: WantedRole): boolean {
  if (wanted.kind === "role") return roleArn === wanted.arn;
  const [, account, name] = RESERVED_ROLE_REGEXP.exec(roleArn) ?? [];
  return account === wanted.account && name === wanted.name;
}

/** Identity providers may repeat values. */
function unique(roles: readonly SamlRole[]): readonly SamlRole[] {
  return [...new Map(roles.map((role) => [`${role.roleArn},${role.providerArn}`, role])).values()];
}

/**
 * Where AWS receives SAML responses: `https://HOST/saml` and, for encrypted responses, `https://HOST/saml/acs/ID`; HOST may start with a
 * region.
 *
 * Reference: https://docs.aws.amazon.com/general/latest/gr/signin-service.html and "AWS sign-in endpoints" for GovCloud and China.
 */
const SIGN_IN_HOSTS: readonly string[] = [
  "signin.aws.amazon.com",
  "signin.amazonaws-us-gov.com",
  "signin.amazonaws.cn",
];

/** `us-east-1.` before one of the hosts. */
const REGION_REGEXP = /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/;

const PATH_REGEXP = /^\/saml(?:\/acs\/[A-Za-z0-9-]{1,64})?$/;

/** Whether a page is AWS' own for SAML responses: https, the standard port, no user, an exact host. */
export function isSignInPage(address: string): boolean {
  const url = URL.parse(address);
  if (url === null || url.protocol !== "https:" || url.port !== "") return false;
  if (url.username !== "" || url.password !== "" || !PATH_REGEXP.test(url.pathname)) return false;
  return SIGN_IN_HOSTS.some((host) =>
    url.hostname === host ||
    (url.hostname.endsWith(`.${host}`) && REGION_REGEXP.test(url.hostname.slice(0, -host.length - 1)))
  );
}

/**
 * The response in the body of a form that a browser posts to AWS.
 *
 * @param body `application/x-www-form-urlencoded`.
 * @returns Undefined if there is none, or more than one.
 */
export function samlResponseOf(body: string): string | undefined {
  const values = new URLSearchParams(body).getAll("SAMLResponse");
  return values.length === 1 && values[0] !== "" ? values[0] : undefined;
}
