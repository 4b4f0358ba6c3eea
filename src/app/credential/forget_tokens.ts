import { parseHost } from "../../domain/registry/parse_host.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import { isSameRegistry } from "../../domain/registry/same_registry.ts";
import type { TokenCache } from "../../ports/state.ts";

/**
 * Removes every cached token of some registries, whoever it is for and by whichever of their names it was requested: who logs out does
 * not want to find out that somebody is still in.
 *
 * @returns How many were removed.
 */
export async function forgetTokens(registries: readonly Registry[], cache: TokenCache): Promise<number> {
  return await cache.removeWhere(({ host }) => {
    const cached = parseHost(host);
    return cached !== undefined && registries.some((registry) => isSameRegistry(registry, cached));
  });
}
