import type { Chain } from "../../domain/identity/chain.ts";
import { chainDefinition } from "../../domain/identity/chain_definition.ts";
import { type Definition } from "../../domain/identity/definition.ts";

/**
 * What a configuration says of the principal that a chain leads to.
 *
 * @param realm Whose sessions are used on the way: another realm may be logged in to as another person.
 */
export function configuredDefinition(chain: Chain, realm: string): Definition {
  const { steps, opaque } = chainDefinition(chain);
  return { steps: [{ kind: "realm", realm }, ...steps], opaque };
}
