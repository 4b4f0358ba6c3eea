import type { Target } from "../../domain/login/target.ts";
import { isSameRegistry, parseHost } from "../../domain/registry/registry.ts";
import type { AppContext } from "../../ports/context.ts";
import { cachedRegistries, forgetTokens } from "../credential/forget_tokens.ts";
import { asExpectedError } from "../expected_error.ts";
import type { DockerLogins } from "../login/docker_logins.ts";
import { failed, type RemovalOutcome, type TargetRemoval } from "./removal.ts";

/** What removing the logins of registries needs. */
export interface DockerLogoutPorts extends Pick<AppContext, "cache"> {
  /** Only called if there is a registry to log out of. */
  docker(): DockerLogins;
}

/** The logins and cached tokens of some registries, under any of their names. */
export async function presentTargets(
  targets: readonly Target[],
  ports: DockerLogoutPorts,
): Promise<TargetRemoval[]> {
  return [...await presentLogins(targets, ports), ...await cachedTokens(targets, ports)];
}

/** Cached tokens of registries other than the given ones. */
export async function otherTokens(
  targets: readonly Target[],
  { cache }: DockerLogoutPorts,
): Promise<TargetRemoval[]> {
  const hosts = new Set((await cache.list()).map(({ host }) => host));
  return [...hosts].toSorted().flatMap((host) => parseHost(host) ?? [])
    .filter((registry) => !targets.some((target) => isSameRegistry(target.registry, registry)))
    .map((registry) => ({ kind: "token", target: { registry } }));
}

/** Removes the logins and cached tokens of some registries. */
export async function logOutOfDocker(
  targets: readonly Target[],
  ports: DockerLogoutPorts,
): Promise<RemovalOutcome[]> {
  if (targets.length === 0) return [];
  // First, since tokens do not depend on Docker.
  const tokens = await removeTokens(await cachedTokens(targets, ports), ports);
  return [...await removeLogins(targets, ports), ...tokens];
}

async function removeLogins(targets: readonly Target[], ports: DockerLogoutPorts): Promise<RemovalOutcome[]> {
  try {
    const present = await presentLogins(targets, ports);
    const failures = await ports.docker().remove(targets.map(({ registry }) => registry.host));
    return targets.flatMap((target): RemovalOutcome[] => {
      const removal = { kind: "docker", target } as const;
      const error = failures.get(target.registry.host);
      if (error !== undefined) return [failed(removal, error)];
      return present.some((one) => one.target === target) ? [{ ...removal, status: "ok" }] : [];
    });
  } catch (error) {
    const reason = asExpectedError(error);
    return targets.map((target) => failed({ kind: "docker", target }, reason));
  }
}

/** Removes cached tokens. */
export async function removeTokens(
  removals: readonly TargetRemoval[],
  { cache }: DockerLogoutPorts,
): Promise<RemovalOutcome[]> {
  const failures = await forgetTokens(removals.map(({ target }) => target.registry), cache);
  return removals.map((removal): RemovalOutcome => {
    const error = failures.get(removal.target.registry.host);
    return error === undefined ? { ...removal, status: "ok" } : failed(removal, error);
  });
}

async function presentLogins(
  targets: readonly Target[],
  { docker }: DockerLogoutPorts,
): Promise<TargetRemoval[]> {
  if (targets.length === 0) return [];
  const present = await docker().present(targets.map(({ registry }) => registry.host));
  return targets.filter(({ registry }) => present.includes(registry.host))
    .map((target) => ({ kind: "docker", target }));
}

async function cachedTokens(
  targets: readonly Target[],
  { cache }: DockerLogoutPorts,
): Promise<TargetRemoval[]> {
  const cached = await cachedRegistries(targets.map(({ registry }) => registry), cache);
  return targets.filter(({ registry }) => cached.includes(registry))
    .map((target) => ({ kind: "token", target }));
}
