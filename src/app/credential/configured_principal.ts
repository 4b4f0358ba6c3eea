import { asExpectedError } from "../expected_error.ts";
import { type Definition, isSameDefinition } from "../../domain/identity/definition.ts";
import { resolveChain } from "../../domain/identity/chain.ts";
import type { Target } from "../../domain/login/target.ts";
import { type LoadedAuth, withIdentities } from "../config/load_auth.ts";
import { configuredDefinition } from "../principals/principal_definition.ts";
import type { PinCheck } from "../pins/check_pin.ts";

/** The principal that the configuration here links to a registry. */
export interface ConfiguredPrincipal {
  /** As written. */
  readonly identity: string;
  readonly definition: Definition;
}

/**
 * The principal of a target, by definition.
 *
 * @returns Undefined for a target without an identity, and if its identity cannot be used, which is reported elsewhere.
 */
export async function configuredPrincipal(
  { identity }: Target,
  loaded: LoadedAuth,
): Promise<ConfiguredPrincipal | undefined> {
  if (identity === undefined) return undefined;
  try {
    const { auth, config } = await withIdentities(loaded, [identity]);
    return { identity, definition: configuredDefinition(resolveChain(auth, identity), config.realm.value) };
  } catch (error) {
    asExpectedError(error);
    return undefined;
  }
}

/**
 * How the configuration here differs from the pin of a registry: by definition, so that another identity with the same name differs, and a
 * renamed identity does not.
 *
 * @param here Undefined if nothing here is linked to the registry.
 * @returns The end of a sentence; undefined if both agree.
 */
export function disagreement(here: ConfiguredPrincipal | undefined, check: PinCheck): string | undefined {
  if (here === undefined || check.kind === "broken") return undefined;
  const name = `"${here.identity}"`;
  const { resolved } = check;
  if (resolved === undefined) return `this configuration links it to identity ${name}`;
  if (isSameDefinition(here.definition, resolved.configured)) return undefined;
  const pinned = resolved.chain.identities.at(-1)?.name ?? "";
  return pinned === here.identity
    ? `identity ${name} in this configuration is a different principal from the pinned one`
    : `this configuration links it to identity ${name}`;
}
