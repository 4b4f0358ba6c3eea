import type { DockerError } from "../../domain/errors/errors.ts";
import { pinLabel, type RegistryPin } from "../../domain/helper/registry_pin.ts";
import { type Definition, isSameDefinition } from "../../domain/identity/definition.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import type { EcrToken } from "../../domain/token/ecr_token.ts";
import type { AppContext } from "../../ports/context.ts";
import { reportedElsewhere } from "../expected_error.ts";
import { type FindPinPorts, findRegistryPin } from "../pins/find_pin.ts";
import { provePin } from "../pins/prove_pin.ts";
import { type LocatePorts, resolveCacheKey } from "./locate_credential.ts";

/** What passing a login to the helper needs. */
export type FillPorts = LocatePorts & FindPinPorts & Pick<AppContext, "cache" | "clock">;

/** A login of a registry that the credential helper serves. */
export interface HelperLogin {
  readonly registry: Registry;
  readonly token: EcrToken;
  /** The principal of the token; undefined if it changed while the token was issued. */
  readonly definition: Definition | undefined;
  /** The pin with which the helper uses the same principal, see `pinOf`. */
  readonly pin: RegistryPin;
}

/** The result of a login. */
export type FillResult =
  /** The helper serves it. */
  | { readonly kind: "filled" }
  /** The helper serves it, and will continue to: the registry was not pinned, and is now pinned to this principal. */
  | { readonly kind: "pinned" }
  /** The helper does not serve it: the registry is pinned to another principal, which only `docker install` changes. */
  | { readonly kind: "pinned-otherwise"; readonly pin: RegistryPin }
  /** The helper does not serve it: it could not use the pin, or would resolve another principal. */
  | { readonly kind: "unusable"; readonly error: DockerError };

/**
 * Stores logins where the credential helper finds them. A login pins its registry, or the helper would not serve it, after the pin is
 * verified as `docker install` does; an existing pin is kept, and only used for a login of the same principal.
 *
 * @returns The result of each, by host.
 * @throws {EnvironmentError} `STATE_UNUSABLE` if the pins cannot be read or written.
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
    // A pin that cannot be resolved counts as another principal.
    if (existing !== undefined && !(await isPinnedTo(existing, login, ports).catch(reportedElsewhere))) {
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
  if (added.length > 0) await ports.pins.set(added, []);
  return results;
}

/** Why the helper could not use the pin of a login; undefined if it can. */
async function proved({ registry, pin }: HelperLogin, ports: FillPorts): Promise<DockerError | undefined> {
  return await provePin(registry.host, pin, {
    facts: ports.facts,
    read: async (one) => await (await ports.resolver()).resolve(one),
    byLogin: true,
  });
}

/** Whether the helper would use the principal of a login. @throws {AtmosEcrError} If the pin cannot be resolved. */
export async function isPinnedTo(
  existing: RegistryPin,
  { registry, definition, pin }: Omit<HelperLogin, "token">,
  ports: FillPorts,
): Promise<boolean> {
  const { key } = await resolveCacheKey(registry, existing, ports);
  const wanted = definition ?? (await resolveCacheKey(registry, pin, ports)).key.definition;
  return isSameDefinition(key.definition, wanted);
}
