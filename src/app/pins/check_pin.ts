import { definedFields } from "../../domain/auth/decode/field_reader.ts";
import type { AuthConfig } from "../../domain/auth/model/auth_config.ts";
import { foldName } from "../../domain/config/config_node.ts";
import { AtmosEcrError } from "../../domain/errors/errors.ts";
import type { IdentityPin, RegistryPin } from "../../domain/helper/registry_pin.ts";
import { resolveChain } from "../../domain/identity/chain.ts";
import { configuredDefinition } from "../../domain/identity/chain_definition.ts";
import { type Definition, isSameDefinition } from "../../domain/identity/definition.ts";
import {
  isOwnIdentity,
  isRegistryIntegration,
  registryIntegrations,
  targetsOfIntegration,
} from "../../domain/login/integration_targets.ts";
import type { Target } from "../../domain/login/target.ts";
import { parseRegistry } from "../../domain/registry/parse_registry.ts";
import { isSameRegistry } from "../../domain/registry/registry.ts";
import { type LoadedAuth, withIdentities } from "../config/load_auth.ts";
import type { PinnedLoader } from "./pinned_loader.ts";
import { type ResolvedPin, resolveLoaded } from "./resolve_pin.ts";

/** How a pin differs from its configuration. */
interface Drift {
  /** As the end of a sentence. */
  readonly state: string;
  /** As commands name it: without an integration that no longer leads to its registry, or with its new name. */
  readonly named: IdentityPin;
}

/** Whether a pin agrees with its configuration. */
export type PinCheck =
  | { readonly kind: "agrees"; readonly resolved: ResolvedPin | undefined }
  /** The helper works, but the configuration has changed. The state says how, as a sentence. */
  | Drift & { readonly kind: "differs"; readonly resolved: ResolvedPin }
  /** The helper cannot get a token: the identity or the configuration no longer exists. */
  | { readonly kind: "broken"; readonly error: AtmosEcrError };

/**
 * Compares a pin with its configuration, read as the helper does. Does not call AWS.
 *
 * @param load Reads the configuration with all integrations.
 */
export async function checkPin(pin: RegistryPin, load: PinnedLoader): Promise<PinCheck> {
  // Profiles and the environment have no configuration.
  if (pin.kind !== "identity") return { kind: "agrees", resolved: undefined };
  try {
    const resolved = await resolveLoaded(pin, await load(pin));
    // Not by name, but by what determines its principal.
    const isSame = pin.definition === undefined || isSameDefinition(pin.definition, resolved.configured);
    const drift = findDrift(pin, resolved.auth) ?? (isSame ? undefined : {
      state: `identity "${pin.identity}" has changed since it was pinned`,
      named: namedPin(pin, pin.integration, resolved.auth),
    });
    return drift === undefined ? { kind: "agrees", resolved } : { kind: "differs", ...drift, resolved };
  } catch (error) {
    if (!(error instanceof AtmosEcrError)) throw error;
    return { kind: "broken", error };
  }
}

/** How the configuration differs from a pin whose identity exists; undefined if it does not. */
function findDrift(pin: IdentityPin, auth: AuthConfig): Drift | undefined {
  if (pin.integration === undefined) return undefined;
  const name = pin.integration;
  const integration = auth.integrations.get(foldName(pin.integration))?.value;
  const pinned = parseRegistry(pin.host);
  const isPinned = (host: string): boolean => isSameRegistry(parseRegistry(host), pinned);
  const isLinked = integration !== undefined && isRegistryIntegration(integration) &&
    integration.hosts.some(isPinned);
  if (!isLinked) {
    // It may have been renamed. Without one, only the identity leads to the same principal.
    const now = registryIntegrations(auth).find(({ via, hosts }) =>
      via?.kind === "identity" && foldName(via.name) === foldName(pin.identity) && hosts.some(isPinned)
    );
    const state = integration === undefined ? "no longer exists" : "now refers to another registry";
    return { state: `integration "${name}" ${state}`, named: namedPin(pin, now?.name, auth) };
  }
  const identities = targetsOfIntegration(auth, integration).map(({ identity }) => identity ?? "");
  if (identities.some((identity) => foldName(identity) === foldName(pin.identity))) return undefined;
  return { state: `integration "${name}" now uses identity "${identities[0] ?? ""}"`, named: pin };
}

/** A pin with an integration for commands, unless the host alone, or that integration, now leads to another identity. */
function namedPin(pin: IdentityPin, integration: string | undefined, auth: AuthConfig): IdentityPin {
  const target = {
    registry: parseRegistry(pin.host),
    identity: pin.identity,
    ...definedFields({ integration }),
  };
  return { ...pin, integration: isOwnIdentity(auth, target) ? integration : undefined };
}

/** The principal that the configuration here links to a registry. */
export interface ConfiguredPrincipal {
  /** As written. */
  readonly identity: string;
  readonly definition: Definition;
}

/**
 * The principal of a target, by definition.
 *
 * @returns Undefined for a target without an identity.
 * @throws {AtmosEcrError} If its identity cannot be used.
 */
export async function configuredPrincipal(
  { identity }: Target,
  loaded: LoadedAuth,
): Promise<ConfiguredPrincipal | undefined> {
  if (identity === undefined) return undefined;
  const { auth, config } = await withIdentities(loaded, [identity]);
  return { identity, definition: configuredDefinition(resolveChain(auth, identity), config.realm.value) };
}

/**
 * How the configuration here differs from the pin of a registry: by definition, so that another identity with the same name differs, and a
 * renamed identity does not.
 *
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
