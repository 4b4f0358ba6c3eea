import type { Identity } from "../auth/model/auth_config.ts";
import { foldName } from "../config/config_node.ts";
import type { Chain } from "./chain.ts";
import { chainDefinition } from "./chain_definition.ts";
import type { Definition } from "./definition.ts";

/** Where the session of one identity is stored: realm, root of the chain, identity, as in Atmos. */
export interface SessionPlace {
  readonly realm: string;
  /**
   * The root of the chain: the provider's name, otherwise the name of the first identity; `aws-user` for that identity's own session, if it
   * is an IAM user. Lower case.
   */
  readonly root: string;
  /** The identity's name, in lower case. */
  readonly identity: string;
  /** The definition of the identity. A session stored for another definition is not used. */
  readonly definition: Definition;
  /**
   * The id of the keys in a keyring of the user at the root of the chain, which are not part of the definition; `null` for a user without
   * keys. Undefined if they were not looked up: a session made with any keys is then used.
   */
  readonly keys?: string | null | undefined;
}

/**
 * The root under which Atmos stores the sessions of IAM users, but not those of roles that they assume. Reference:
 * `pkg/auth/types/standalone.go` of Atmos.
 */
const USER_ROOT = "aws-user";

/** The place of the session of one identity of a chain. @param identity One of the chain's. */
export function sessionPlace(chain: Chain, identity: Identity, realm: string): SessionPlace {
  const { provider, identities } = chain;
  const [first] = identities;
  const isUserAlone = identity === first && first.kind === "aws/user";
  const root = provider?.name ?? (isUserAlone ? USER_ROOT : first.name);
  return {
    realm,
    root: foldName(root),
    identity: foldName(identity.name),
    definition: chainDefinition(chain, {}, identity),
  };
}
