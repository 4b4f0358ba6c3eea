import type { AppContext } from "../../ports/context.ts";
import { pinLabel, type RegistryPin } from "../../domain/helper/registry_pin.ts";
import { type Definition, isSameDefinition } from "../../domain/identity/definition.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import type { EcrToken } from "../../domain/token/ecr_token.ts";
import { type FindPinPorts, findRegistryPin } from "../pins/find_pin.ts";
import type { DockerError } from "../../domain/errors/errors.ts";
import { asExpectedError } from "../expected_error.ts";
import { provePin } from "../pins/prove_pin.ts";
import { type LocatePorts, resolveCacheKey } from "./locate_credential.ts";

/** What a login is put into the helper's hands with. */
export type FillPorts = LocatePorts & FindPinPorts & Pick<AppContext, "cache" | "clock">;

/** A login of a registry that the credential helper serves. */
export interface HelperLogin {
  readonly registry: Registry;
  readonly token: EcrToken;
  /** Who the token is for; undefined where that changed while it was issued. */
  readonly definition: Definition | undefined;
  /** The pin that makes the helper use the same principal, see `pinOf`. */
  readonly pin: RegistryPin;
}

/** What became of a login. */
export type FillResult =
  /** The helper serves it. */
  | { readonly kind: "filled" }
  /** So it does, and goes on doing so: the registry was not pinned, and is to this principal now. */
  | { readonly kind: "pinned" }
  /** It does not: the registry is pinned to another principal, which only `docker install` changes. */
  | { readonly kind: "pinned-otherwise"; readonly pin: RegistryPin }
  /** Nor does it then: it could not use the pin, or would be another principal with it. */
  | { readonly kind: "unusable"; readonly error: DockerError };

/**
 * Puts logins where the credential helper finds them. A login pins its registry, or the helper would not serve it, once the pin is
 * proved as `docker install` proves it; a pin that is there stays, and only a login of the very same principal goes under it.
 *
 * @returns What became of each, by host.
 * @throws {EnvironmentError} `STATE_UNUSABLE` when the pins cannot be read or written.
 */
export async function fillCache(
  logins: readonly HelperLogin[],
  ports: FillPorts,
): Promise<ReadonlyMap<string, FillResult>> {
  const results = new Map<string, FillResult>();
  const added: RegistryPin[] = [];
  for (const login of logins) {
    const { registry, token, definition, pin } = login;
    const existing = await findRegistryPin(registry, ports);
    if (existing !== undefined && !await isPinnedTo(existing, login, ports)) {
      results.set(registry.host, { kind: "pinned-otherwise", pin: existing });
      continue;
    }
    const error = existing === undefined ? await proved(login, ports) : undefined;
    if (error !== undefined) {
      results.set(registry.host, { kind: "unusable", error });
      continue;
    }
    if (existing === undefined) added.push(pin);
    results.set(registry.host, { kind: existing === undefined ? "pinned" : "filled" });
    if (definition === undefined) continue;
    await ports.cache.write({ registry, definition }, {
      host: registry.host,
      label: pinLabel(existing ?? pin),
      ...(token.principal === undefined ? {} : { principal: token.principal }),
      token: { ...token, issuedAt: ports.clock() },
    });
  }
  if (added.length > 0) await ports.pins.set(added);
  return results;
}

/** Why the helper could not use the pin of a login; undefined where it can. */
async function proved({ registry, pin }: HelperLogin, ports: FillPorts): Promise<DockerError | undefined> {
  return await provePin(registry.host, pin, {
    facts: ports.facts,
    read: async (one) => await (await ports.resolver()).resolve(one),
    byLogin: true,
  });
}

/** Whether the helper would use the principal of a login. A pin that cannot be resolved is another one's. */
async function isPinnedTo(
  existing: RegistryPin,
  { registry, definition, pin }: HelperLogin,
  ports: FillPorts,
): Promise<boolean> {
  try {
    const { key } = await resolveCacheKey(registry, existing, ports);
    const wanted = definition ?? (await resolveCacheKey(registry, pin, ports)).key.definition;
    return isSameDefinition(key.definition, wanted);
  } catch (error) {
    asExpectedError(error);
    return false;
  }
}
