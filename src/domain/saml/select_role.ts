import type { SamlRole } from "./assertion.ts";

/** The role to select from an assertion. */
export type WantedRole =
  | { readonly kind: "role"; readonly arn: string }
  /** The role of a permission set, named by IAM Identity Center. */
  | { readonly kind: "permission-set"; readonly account: string; readonly name: string };

/** The result of the selection. */
export type RoleSelection =
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
