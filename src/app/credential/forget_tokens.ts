import type { AtmosEcrError } from "../../domain/errors/errors.ts";
import { isSameRegistry, parseHost, type Registry } from "../../domain/registry/registry.ts";
import type { TokenCache } from "../../ports/state.ts";
import { asExpectedError } from "../expected_error.ts";

/**
 * Removes every cached token of some registries, of any principal and under any name: after a logout, no identity may still have access.
 *
 * @returns The failures, by the host of the registry as given.
 */
export async function forgetTokens(
  registries: readonly Registry[],
  cache: TokenCache,
): Promise<ReadonlyMap<string, AtmosEcrError>> {
  try {
    await cache.removeWhere(({ host }) => {
      const cached = parseHost(host);
      return cached !== undefined && registries.some((registry) => isSameRegistry(registry, cached));
    });
    return new Map();
  } catch (error) {
    const failure = asExpectedError(error);
    const kept = await cachedRegistries(registries, cache);
    return new Map(kept.map(({ host }) => [host, failure]));
  }
}

/** Every registry with a cached token. An entry without one only tells of a failure. */
export async function tokenRegistries(cache: TokenCache): Promise<readonly Registry[]> {
  return (await cache.list()).flatMap(({ host, token }) => token === undefined ? [] : parseHost(host) ?? []);
}

/** The registries among these that have a cached token, under any of their names. */
export async function cachedRegistries(
  registries: readonly Registry[],
  cache: TokenCache,
): Promise<readonly Registry[]> {
  const cached = await tokenRegistries(cache);
  return registries.filter((registry) => cached.some((one) => isSameRegistry(registry, one)));
}
