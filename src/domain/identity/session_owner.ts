import type { Identity, Provider } from "../auth/model/auth_config.ts";
import type { Chain } from "./chain.ts";
import type { KnownPrincipal } from "./credentials.ts";
import { acceptedSessionName } from "./role_parameters.ts";

/** The principal that AWS reported for credentials. */
export type SessionOwner = Required<KnownPrincipal>;

/** The ARN of a role's session, without the role's path. Reference: IAM user guide, "IAM identifiers". */
const SESSION_REGEXP = /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/;

/** The ARN of an IAM role. */
const ROLE_REGEXP = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/(?:.+\/)?([^/]+)$/;

/** The fields with a provider's endpoint. Reference: `findIdentityCenter`. */
const PROVIDER_ENDPOINTS: readonly string[] = ["spec.endpoint_url", "spec.aws.resolver.url"];

/**
 * The suffix that AWS adds to a permission set's name. Reference: IAM Identity Center user guide, "Referencing permission sets in resource
 * policies".
 */
const PERMISSION_SET_SUFFIX_REGEXP = /^[0-9a-f]+$/;

/**
 * Whether the owner of a session fully confirms the definition of an identity. An ARN contains neither tags nor a source identity,
 * including those of earlier roles, nor the task policy of a root session; an account name is not an account id; and the reply of a
 * configured endpoint proves nothing.
 *
 * @param identity One of the chain's.
 */
export function isOwnerTelling({ provider, identities }: Chain, identity: Identity): boolean {
  const steps = identities.slice(0, identities.indexOf(identity) + 1);
  return ![provider, ...steps].some(hasEndpoint) && !steps.some(isTagged) &&
    (identity.kind === "aws/user" || identity.kind === "aws/assume-role" ||
      (identity.kind === "aws/permission-set" && identity.account.id !== undefined));
}

/** Whether the owner of a session is the role or permission set of an identity. */
export function isOwner(chain: Chain, identity: Identity, owner: SessionOwner): boolean {
  const [, partition, account, role = "", session] = SESSION_REGEXP.exec(owner.arn) ?? [];
  if (account === undefined || owner.account !== account) return false;
  if (identity.kind === "aws/assume-role") {
    const [, wantedPartition, wantedAccount, name] = ROLE_REGEXP.exec(identity.roleArn.value) ?? [];
    // An identity provider chooses the session names of SAML.
    const isNamedElsewhere = chain.provider?.kind === "aws/saml" && chain.identities[0] === identity;
    return partition === wantedPartition && account === wantedAccount && role === name &&
      (isNamedElsewhere || identity.sessionName === undefined ||
        acceptedSessionName(identity.sessionName) === session);
  }
  if (identity.kind !== "aws/permission-set") return false;
  const prefix = `AWSReservedSSO_${identity.permissionSet}_`;
  return account === identity.account.id && role.startsWith(prefix) &&
    PERMISSION_SET_SUFFIX_REGEXP.test(role.slice(prefix.length));
}

function hasEndpoint(step: Identity | Provider | undefined): boolean {
  if (step === undefined) return false;
  return "fields" in step
    ? PROVIDER_ENDPOINTS.some((field) => step.fields.has(field))
    : step.endpointUrl !== undefined;
}

function isTagged(identity: Identity): boolean {
  return identity.kind === "aws/assume-role" &&
    (identity.tags !== undefined || identity.sourceIdentity !== undefined);
}
