import type { Chain } from "../../domain/identity/chain.ts";
import { chainDefinition } from "../../domain/identity/chain_definition.ts";
import { type Definition } from "../../domain/identity/definition.ts";

/**
 * The configured definition of the principal that a chain leads to.
 *
 * @param realm The realm of the sessions: another realm may be logged in as another user.
 */
export function configuredDefinition(chain: Chain, realm: string): Definition {
  const { steps, opaque } = chainDefinition(chain);
  return { steps: [{ kind: "realm", realm }, ...steps], opaque };
}
