import type { AuthConfig } from "../../domain/auth/model/auth_config.ts";
import { foldName } from "../../domain/config/config_node.ts";
import { AtmosEcrError } from "../../domain/errors/errors.ts";
import type { IdentityPin, RegistryPin } from "../../domain/helper/registry_pin.ts";
import { isSameDefinition } from "../../domain/identity/definition.ts";
import { isRegistryIntegration, targetsOfIntegration } from "../../domain/login/integration_targets.ts";
import { parseRegistry } from "../../domain/registry/parse_registry.ts";
import { isSameRegistry } from "../../domain/registry/same_registry.ts";
import type { Configurations } from "../../ports/config.ts";
import { readPin, type ResolvedPin } from "./resolve_pin.ts";

/** Whether a pin still says what its configuration says. */
export type PinCheck =
  | { readonly kind: "agrees"; readonly resolved: ResolvedPin | undefined }
  /** The helper works, but the configuration has moved on. The state says how, as a sentence. */
  | { readonly kind: "differs"; readonly state: string; readonly resolved: ResolvedPin }
  /** The helper cannot get a token: the identity is gone, or the configuration is. */
  | { readonly kind: "broken"; readonly error: AtmosEcrError };

/**
 * Compares a pin with the configuration that it names, as the helper would read it. AWS is not asked.
 *
 * @param configurations The way to that configuration.
 */
export async function checkPin(
  pin: RegistryPin,
  configurations: (pin: IdentityPin) => Configurations,
): Promise<PinCheck> {
  // Profiles and the environment have no configuration here.
  if (pin.kind !== "identity") return { kind: "agrees", resolved: undefined };
  try {
    const resolved = await readPin(pin, configurations(pin), "all");
    const state = describeDrift(pin, resolved.auth) ?? changed(pin, resolved);
    return state === undefined ? { kind: "agrees", resolved } : { kind: "differs", state, resolved };
  } catch (error) {
    if (!(error instanceof AtmosEcrError)) throw error;
    return { kind: "broken", error };
  }
}

/** How the configuration differs from a pin whose identity exists; undefined when it does not. */
function describeDrift(pin: IdentityPin, auth: AuthConfig): string | undefined {
  if (pin.integration === undefined) return undefined;
  const name = pin.integration;
  const integration = auth.integrations.get(foldName(pin.integration))?.value;
  if (integration === undefined) return `integration "${name}" no longer exists`;
  if (!isRegistryIntegration(integration) || !integration.hosts.some((host) => isSameHost(host, pin.host))) {
    return `integration "${name}" now refers to another registry`;
  }
  const identities = targetsOfIntegration(auth, integration).map(({ identity }) => identity ?? "");
  if (identities.some((identity) => foldName(identity) === foldName(pin.identity))) return undefined;
  return `integration "${name}" now uses identity "${identities[0] ?? ""}"`;
}

/** How the identity differs from what it was when it was pinned: not by its name, but by what decides who that is. */
function changed({ identity, definition }: IdentityPin, { configured }: ResolvedPin): string | undefined {
  return definition === undefined || isSameDefinition(definition, configured)
    ? undefined
    : `identity "${identity}" has changed since it was pinned`;
}

/** Whether two hosts are names of one registry: a pin may have its FIPS or dual-stack name. */
function isSameHost(a: string, b: string): boolean {
  return a === b || isSameRegistry(parseRegistry(a), parseRegistry(b));
}
