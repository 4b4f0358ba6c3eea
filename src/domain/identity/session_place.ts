import type { Identity } from "../auth/model/auth_config.ts";
import { foldName } from "../config/config_node.ts";
import type { Chain } from "./chain.ts";
import { chainDefinition } from "./chain_definition.ts";
import type { Definition } from "./definition.ts";

/** Where the session of one identity is kept: realm, root of the chain, identity, as Atmos has it. */
export interface SessionPlace {
  readonly realm: string;
  /**
   * The root of the chain: the provider's name, else the name of the identity at the root; `aws-user` for the session of that identity
   * itself, if it is an IAM user. Lower case.
   */
  readonly root: string;
  /** The identity's name, in lower case. */
  readonly identity: string;
  /** Who the identity is. A session that was kept for another definition is not this one's. */
  readonly definition: Definition;
  /**
   * The id of the keys that the user at the root of the chain has in a keyring, which no definition tells; `null` for a user without.
   * Undefined where nothing was looked up: then a session made with any keys will do.
   */
  readonly keys?: string | null | undefined;
}

/** The root under which Atmos keeps the sessions of IAM users, and not those of roles that they take. Reference: `pkg/auth/types/standalone.go` of Atmos. */
const USER_ROOT = "aws-user";

/**
 * The place of the session of one identity of a chain.
 *
 * @param identity One of the chain's.
 */
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
