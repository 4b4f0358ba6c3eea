import type { AssumeRoleIdentity, PermissionSetIdentity } from "../../../domain/auth/model/auth_config.ts";
import { positionOf } from "../../../domain/config/origin.ts";
import { LookupError } from "../../../domain/errors/errors.ts";
import type { AwsCredentials, StepCredentials } from "../../../domain/identity/credentials.ts";
import { type SamlRole, selectRole, type WantedRole } from "../../../domain/saml/saml_response.ts";
import type { SecurityTokenService, StsOptions } from "../../../ports/aws.ts";

/** How many of an assertion's roles an error lists. */
const MAX_LISTED = 20;

/** The result of a SAML login. */
export type SamlCredentials = Extract<StepCredentials, { readonly kind: "saml" }>;

/**
 * Assumes the role of an identity with the assertion of a SAML login.
 *
 * @param seconds The identity's own session duration.
 * @throws {LookupError} `SAML_ROLE_INVALID` if the assertion does not contain the role, or contains it for several providers.
 */
export async function assumeSamlRole(
  identity: AssumeRoleIdentity | PermissionSetIdentity,
  base: SamlCredentials,
  { sts, options, seconds }: {
    readonly sts: SecurityTokenService;
    readonly options: StsOptions;
    readonly seconds?: number | undefined;
  },
): Promise<AwsCredentials> {
  const role = roleOf(identity, base);
  return await sts.assumeRoleWithSaml({
    ...role,
    assertion: base.assertion.encoded,
    durationSeconds: seconds ?? base.durationSeconds,
  }, options);
}

function roleOf(
  identity: AssumeRoleIdentity | PermissionSetIdentity,
  { assertion: { roles } }: SamlCredentials,
): SamlRole {
  const selection = selectRole(roles, wanted(identity));
  switch (selection.kind) {
    case "found":
      return selection.role;
    case "missing":
      throw invalid(identity, `the SAML response does not contain ${describe(identity)}`, {
        hint: `It contains ${list(roles.map(({ roleArn }) => roleArn))}. Use one of these, or ask for access`,
      });
    case "several":
      throw invalid(identity, `the SAML response contains ${describe(identity)} for several providers`, {
        hint: `Ask the identity provider's administrator to keep only one of ${
          list(selection.roles.map(({ roleArn, providerArn }) => `${roleArn} with ${providerArn}`))
        }`,
      });
  }
}

function wanted(identity: AssumeRoleIdentity | PermissionSetIdentity): WantedRole {
  if (identity.kind === "aws/assume-role") return { kind: "role", arn: identity.roleArn.value };
  const { id } = identity.account;
  if (id !== undefined) return { kind: "permission-set", account: id, name: identity.permissionSet };
  throw new LookupError(
    "ACCOUNT_NOT_FOUND",
    `Cannot find the account of identity "${identity.name}": a SAML login identifies accounts by id only`,
    { hint: "Set principal.account.id", position: positionOf(identity.origin) },
  );
}

function describe(identity: AssumeRoleIdentity | PermissionSetIdentity): string {
  return identity.kind === "aws/assume-role"
    ? `role "${identity.roleArn.value}"`
    : `permission set "${identity.permissionSet}" in account ${identity.account.id ?? ""}`;
}

function list(texts: readonly string[]): string {
  const shown = texts.slice(0, MAX_LISTED).join(", ");
  return texts.length > MAX_LISTED ? `${shown} and ${texts.length - MAX_LISTED} more` : shown;
}

function invalid(
  identity: AssumeRoleIdentity | PermissionSetIdentity,
  state: string,
  { hint }: { readonly hint: string },
): LookupError {
  return new LookupError("SAML_ROLE_INVALID", `Cannot use identity "${identity.name}": ${state}`, {
    hint,
    position: positionOf(identity.origin),
  });
}
