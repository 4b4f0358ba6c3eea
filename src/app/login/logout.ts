import type { Outcome } from "../../domain/login/outcome.ts";
import type { Target } from "../../domain/login/target.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import { shellWord } from "../../domain/text/escape.ts";
import type { AppContext } from "../../ports/context.ts";
import { cachedRegistries, forgetTokens, tokenRegistries } from "../credential/forget_tokens.ts";
import type { DockerLogins } from "./docker_logins.ts";

/** Where the logins of registries are. */
export interface LoginStores extends Pick<AppContext, "cache"> {
  readonly docker: DockerLogins;
}

/**
 * Removes the logins of some registries from Docker's configuration, its store and the credential helper's cache. A missing login counts as
 * removed.
 *
 * @throws {DockerError} `DOCKER_CONFIG_INVALID`, `DOCKER_CONFIG_UNWRITABLE` before anything is changed.
 */
export async function logout(targets: readonly Target[], { docker, cache }: LoginStores): Promise<Outcome[]> {
  const absent = await absentLogins(targets, { docker, cache });
  const failures = await docker.remove(targets.map(({ registry }) => registry.host));
  const keptTokens = await forgetTokens(targets.map(({ registry }) => registry), cache);
  const keysInUse = await docker.keysInUse(targets.map(({ registry }) => registry.host));
  return targets.map((target): Outcome => {
    const { host } = target.registry;
    const error = failures.get(host) ?? keptTokens.get(host);
    if (error !== undefined) return { target, status: "failed", error };
    const key = keysInUse.get(host);
    return {
      target,
      status: "ok",
      ...(absent.has(host) ? { absent: true } : {}),
      ...(key === undefined ? {} : { note: keptNote(host, key, docker.path) }),
    };
  });
}

/** Like Docker, a logout removes the keys that a login creates; others may stand for a repository of podman. */
function keptNote(host: string, key: string, path: string): string {
  return `Docker still uses the login of ${JSON.stringify(key)} in ${path} for ${host}: ` +
    `to remove it, run \`docker logout ${shellWord(key)}\``;
}

/** Every ECR registry with a login in Docker's configuration, or a cached token. */
export async function presentRegistries({ docker, cache }: LoginStores): Promise<readonly Registry[]> {
  const all = [...await docker.registries(), ...await tokenRegistries(cache)].map((registry) =>
    [registry.host, registry] as const
  );
  return [...new Map(all).values()];
}

/** The hosts with neither a login, as far as can be determined, nor a cached token. */
export async function absentLogins(
  targets: readonly Target[],
  { docker, cache }: LoginStores,
): Promise<ReadonlySet<string>> {
  const registries = targets.map(({ registry }) => registry);
  const hosts = registries.map(({ host }) => host);
  const cached = (await cachedRegistries(registries, cache)).map(({ host }) => host);
  return new Set(hosts).difference(new Set([...await docker.present(hosts), ...cached]));
}
