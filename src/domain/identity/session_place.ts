import type { Identity, Provider } from "../auth/auth_config.ts";
import { foldName } from "../config/config_node.ts";
import type { Chain } from "./chain.ts";

/** Where the session of one identity is kept: realm, root of the chain, identity, as Atmos has it. */
export interface SessionPlace {
  readonly realm: string;
  /** The root of the chain: the provider's name, `aws-user` for an IAM user, else the name of the identity at the root. Lower case. */
  readonly root: string;
  /** The identity's name, in lower case. */
  readonly identity: string;
  /** What the configuration says of who the identity is. A session that was kept for another definition is not this one's. */
  readonly definition: string;
}

/** The root under which Atmos keeps all IAM users. Reference: `pkg/auth/types/standalone.go` of Atmos. */
const USER_ROOT = "aws-user";

/**
 * The place of the session of one identity of a chain.
 *
 * @param identity One of the chain's.
 */
export function sessionPlace(chain: Chain, identity: Identity, realm: string): SessionPlace {
  const { provider, identities } = chain;
  const [first] = identities;
  const root = provider?.name ?? (first.kind === "aws/user" ? USER_ROOT : first.name);
  const steps = identities.slice(0, identities.indexOf(identity) + 1);
  return {
    realm,
    root: foldName(root),
    identity: foldName(identity.name),
    definition: JSON.stringify([
      provider === undefined ? null : providerParts(provider),
      ...steps.map(identityParts),
    ]),
  };
}

function providerParts({ kind, fields }: Provider): readonly unknown[] {
  return [kind, ...["start_url", "region"].map((field) => fields.get(field)?.value ?? null)];
}

/** What decides who an identity is, and no secret. Not how long its session lasts, nor where it is asked for. */
function identityParts(identity: Identity): readonly unknown[] {
  switch (identity.kind) {
    case "aws/user":
      return [identity.kind, identity.name, identity.keys?.accessKeyId ?? null];
    case "aws/assume-role":
      return [
        identity.kind,
        identity.roleArn.value,
        identity.sessionName ?? null,
        identity.externalId ?? null,
        identity.tags === undefined ? null : [...identity.tags.values, identity.tags.transitive],
        identity.sourceIdentity ?? null,
      ];
    case "aws/assume-root":
      return [identity.kind, identity.targetPrincipal, identity.taskPolicyArn];
    case "aws/permission-set":
      return [
        identity.kind,
        identity.permissionSet,
        identity.account.id ?? null,
        identity.account.name ?? null,
      ];
    case "aws/ambient":
    case "other":
      return [identity.kind, identity.name];
  }
}
