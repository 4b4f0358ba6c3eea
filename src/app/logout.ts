import type { Outcome } from "../domain/login/outcome.ts";
import type { Target } from "../domain/login/target.ts";
import type { DockerLogins } from "./docker_logins.ts";

/**
 * Removes the logins of some registries. One that is not there counts as removed.
 *
 * @throws {DockerError} `DOCKER_CONFIG_INVALID`, `DOCKER_CONFIG_UNWRITABLE` before anything is changed.
 */
export async function logout(targets: readonly Target[], docker: DockerLogins): Promise<Outcome[]> {
  const failures = await docker.remove(targets.map(({ registry }) => registry.host));
  return targets.map((target): Outcome => {
    const error = failures.get(target.registry.host);
    return error === undefined ? { target, status: "ok" } : { target, status: "failed", error };
  });
}
