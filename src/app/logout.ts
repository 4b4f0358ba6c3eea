import type { Outcome } from "../domain/login/outcome.ts";
import type { Target } from "../domain/login/target.ts";
import type { TokenCache } from "../ports/token_cache.ts";
import type { DockerLogins } from "./docker_logins.ts";
import { forgetTokens } from "./forget_tokens.ts";

/** What a logout works with. */
export interface LogoutPorts {
  readonly docker: DockerLogins;
  readonly cache: TokenCache;
}

/**
 * Removes the logins of some registries, from Docker's configuration, its store and the cache of the credential helper. One that is not
 * there counts as removed.
 *
 * @throws {DockerError} `DOCKER_CONFIG_INVALID`, `DOCKER_CONFIG_UNWRITABLE` before anything is changed.
 */
export async function logout(targets: readonly Target[], { docker, cache }: LogoutPorts): Promise<Outcome[]> {
  const failures = await docker.remove(targets.map(({ registry }) => registry.host));
  await forgetTokens(targets.map(({ registry }) => registry), cache);
  return targets.map((target): Outcome => {
    const error = failures.get(target.registry.host);
    return error === undefined ? { target, status: "ok" } : { target, status: "failed", error };
  });
}
