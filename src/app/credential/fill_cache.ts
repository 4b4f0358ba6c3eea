import type { AtmosEcrError } from "../../domain/errors/errors.ts";
import { pinLabel, type RegistryPin } from "../../domain/helper/registry_pin.ts";
import { type Definition, isSameDefinition } from "../../domain/identity/definition.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import type { EcrToken } from "../../domain/token/ecr_token.ts";
import type { AppContext } from "../../ports/context.ts";
import { asExpectedError, reportedElsewhere } from "../expected_error.ts";
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
  /** The helper does not serve it: the pin cannot be read, written or used, or would resolve another principal. */
  | { readonly kind: "unusable"; readonly error: AtmosEcrError }
  /** Docker no longer uses the helper for it: another process has just removed that. Nothing is stored. */
  | { readonly kind: "unserved" };

/**
 * Stores logins where the credential helper finds them. A login pins its registry, or the helper would not serve it, after the pin is
 * verified as `docker install` does; an existing pin is kept, and only used for a login of the same principal.
 *
 * @param served The hosts among the given ones that Docker uses the helper for now. Asked again while no other process can change that.
 * @returns The result of each, by host. A failure does not stop the others.
 */
export async function fillCache(
  logins: readonly HelperLogin[],
  ports: FillPorts,
  served: (hosts: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<ReadonlyMap<string, FillResult>> {
  const results = new Map<string, FillResult>();
  const labels = new Map<string, string>();
  const fail = ({ registry: { host } }: HelperLogin, error: unknown): void =>
    void results.set(host, { kind: "unusable", error: asExpectedError(error) });
  const still = await served(logins.map(({ registry: { host } }) => host));
  for (const login of logins) {
    const { registry, pin } = login;
    try {
      const existing = await findRegistryPin(registry, ports);
      labels.set(registry.host, pinLabel(existing ?? pin));
      results.set(
        registry.host,
        still.has(registry.host) ? await judged(login, existing, ports) : { kind: "unserved" },
      );
    } catch (error) {
      fail(login, error);
    }
  }
  const added = logins.filter(({ registry: { host } }) => results.get(host)?.kind === "pinned");
  try {
    if (added.length > 0) await ports.pins.exclusively(() => pinServed(added));
  } catch (error) {
    for (const login of added) fail(login, error);
  }
  for (const { registry, definition, token } of logins) {
    const { kind } = results.get(registry.host) ?? {};
    if (definition === undefined || (kind !== "pinned" && kind !== "filled")) continue;
    await ports.cache.write({ registry, definition }, {
      host: registry.host,
      label: labels.get(registry.host) ?? "",
      ...(token.principal === undefined ? {} : { principal: token.principal }),
      token: { ...token, issuedAt: ports.clock() },
    });
  }
  return results;

  /** Another process may have removed the helper, or pinned the registry, in the meantime. */
  async function pinServed(added: readonly HelperLogin[]): Promise<void> {
    const still = await served(added.map(({ registry: { host } }) => host));
    for (const login of added) {
      const { host } = login.registry;
      if (!still.has(host)) results.set(host, { kind: "unserved" });
      else await ports.pins.set([login.pin], []).catch((error: unknown) => fail(login, error));
    }
  }
}

/** What becomes of a login. @param existing The pin of its registry. */
async function judged(
  login: HelperLogin,
  existing: RegistryPin | undefined,
  ports: FillPorts,
): Promise<FillResult> {
  if (existing === undefined) {
    const error = await proved(login, ports);
    return error === undefined ? { kind: "pinned" } : { kind: "unusable", error };
  }
  // A pin that cannot be resolved counts as another principal.
  const isSame = await isPinnedTo(existing, login, ports).catch(reportedElsewhere);
  return isSame === true ? { kind: "filled" } : { kind: "pinned-otherwise", pin: existing };
}

/** Why the helper could not use the pin of a login; undefined if it can. */
async function proved({ registry, pin }: HelperLogin, ports: FillPorts): Promise<AtmosEcrError | undefined> {
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
