import { principalLabel } from "../domain/identity/principal.ts";
import { findPin, isSamePrincipal, type RegistryPin } from "../domain/helper/registry_pin.ts";
import type { Registry } from "../domain/registry/registry.ts";
import type { EcrToken } from "../domain/token/ecr_token.ts";
import type { Clock } from "../ports/clock.ts";
import type { RegistryPins } from "../ports/registry_pins.ts";
import type { TokenCache } from "../ports/token_cache.ts";
import { credentialKey, type LocatePorts } from "./locate_credential.ts";

/** What a login is put into the helper's hands with. */
export interface FillPorts extends LocatePorts {
  readonly pins: RegistryPins;
  readonly cache: TokenCache;
  readonly clock: Clock;
}

/** A login of a registry that the credential helper answers for. */
export interface HelperLogin {
  readonly registry: Registry;
  readonly token: EcrToken;
  /** Whose login it is, see `pinOf`; undefined for the environment's own credentials. */
  readonly pin: RegistryPin | undefined;
}

/** What became of a login. */
export type FillResult =
  /** The helper answers with it. */
  | { readonly kind: "filled" }
  /** So it does, and goes on doing so: the registry was pinned to nobody, and is to this identity now. */
  | { readonly kind: "pinned" }
  /** It does not: the registry is pinned to somebody else, which only `docker install` changes. */
  | { readonly kind: "pinned-otherwise"; readonly pin: RegistryPin };

/**
 * Puts logins where the credential helper finds them. A login of an identity pins its registry, or the helper would answer with the
 * environment's credentials; a pin that is there stays.
 *
 * @returns What became of each, by host.
 * @throws {EnvironmentError} `STATE_UNUSABLE` when the pins cannot be read or written.
 */
export async function fillCache(
  logins: readonly HelperLogin[],
  ports: FillPorts,
): Promise<ReadonlyMap<string, FillResult>> {
  const pins = await ports.pins.all();
  const results = new Map<string, FillResult>();
  const added: RegistryPin[] = [];
  for (const { registry, token, pin } of logins) {
    const existing = findPin(pins, registry);
    if (existing !== undefined && (pin === undefined || !isSamePrincipal(existing, pin))) {
      results.set(registry.host, { kind: "pinned-otherwise", pin: existing });
      continue;
    }
    if (existing === undefined && pin !== undefined) added.push(pin);
    results.set(registry.host, { kind: existing === undefined && pin !== undefined ? "pinned" : "filled" });
    const key = await credentialKey(registry, existing ?? pin, ports);
    await ports.cache.write(key, {
      host: registry.host,
      principal: principalLabel(key.principal),
      token: { ...token, issuedAt: ports.clock() },
    });
  }
  if (added.length > 0) await ports.pins.set(added);
  return results;
}
