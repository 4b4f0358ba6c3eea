import type { Identity, Provider } from "../auth/model/auth_config.ts";
import type { Chain } from "./chain.ts";

/** Who AWS says that credentials are. */
export interface SessionOwner {
  /** 12 digits. */
  readonly account: string;
  readonly arn: string;
}

/** The session of a role. Reference: IAM user guide, "IAM identifiers": the path of the role is not in it. */
const SESSION_REGEXP = /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/;

/** The role of IAM. */
const ROLE_REGEXP = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/(?:.+\/)?([^/]+)$/;

/** Where a provider names an endpoint. Reference: `findIdentityCenter`. */
const PROVIDER_ENDPOINTS: readonly string[] = ["spec.endpoint_url", "spec.aws.resolver.url"];

/** What AWS adds to the name of a permission set. Reference: IAM Identity Center user guide, "Referencing permission sets in resource policies". */
const PERMISSION_SET_SUFFIX_REGEXP = /^[0-9a-f]+$/;

/**
 * Whether the owner of a session tells all that the definition of an identity says. An ARN has neither tags nor a source identity, those
 * of earlier roles included, nor the task policy of a root session; an account name is no account id; and the reply of an endpoint that
 * the configuration names is no proof.
 *
 * @param identity One of the chain's.
 */
export function isOwnerTelling({ provider, identities }: Chain, identity: Identity): boolean {
  const steps = identities.slice(0, identities.indexOf(identity) + 1);
  return ![provider, ...steps].some(hasEndpoint) && !steps.some(isTagged) &&
    (identity.kind === "aws/user" || identity.kind === "aws/assume-role" ||
      (identity.kind === "aws/permission-set" && identity.account.id !== undefined));
}

/** Whether the owner of a session is the role or the permission set of an identity. */
export function isOwner(chain: Chain, identity: Identity, owner: SessionOwner): boolean {
  const [, partition, account, role = "", session] = SESSION_REGEXP.exec(owner.arn) ?? [];
  if (account === undefined || owner.account !== account) return false;
  if (identity.kind === "aws/assume-role") {
    const [, wantedPartition, wantedAccount, name] = ROLE_REGEXP.exec(identity.roleArn.value) ?? [];
    // An identity provider names the sessions of SAML itself.
    const isNamedElsewhere = chain.provider?.kind === "aws/saml" && chain.identities[0] === identity;
    return partition === wantedPartition && account === wantedAccount && role === name &&
      (isNamedElsewhere || identity.sessionName === undefined || identity.sessionName === session);
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
