import { homeDirectory } from "../domain/files/app_directories.ts";
import { findPin, pinPrincipal, type RegistryPin } from "../domain/helper/registry_pin.ts";
import {
  type AmbientSource,
  ambientSources,
  asksDefaultProfile,
} from "../domain/identity/ambient_sources.ts";
import type { PodRole } from "../domain/kubelet/pod_role.ts";
import type { Registry } from "../domain/registry/registry.ts";
import { type CachedToken, isFresh } from "../domain/token/cache_entry.ts";
import type { TokenKey } from "../domain/token/token_key.ts";
import type { Clock } from "../ports/clock.ts";
import type { Environment } from "../ports/environment.ts";
import type { SharedProfiles } from "../ports/shared_profiles.ts";
import type { TokenReader } from "../ports/token_cache.ts";

/** What tells who the environment is. Nothing of it asks the network. */
export interface LocatePorts {
  readonly environment: Environment;
  readonly profiles: SharedProfiles;
}

/** Who answers for a registry, and where his token is kept. */
export interface LocatedCredential {
  readonly registry: Registry;
  /** Undefined when the environment's own credentials answer. */
  readonly pin: RegistryPin | undefined;
  /** The role of the pod that pulls, which answers before any pin. */
  readonly podRole?: PodRole;
  readonly key: TokenKey;
}

/** Who answers for a registry: the identity that it is pinned to, else the environment's own credentials. */
export async function locateCredential(
  registry: Registry,
  pins: readonly RegistryPin[],
  ports: LocatePorts,
): Promise<LocatedCredential> {
  const pin = findPin(pins, registry);
  return { registry, pin, key: await credentialKey(registry, pin, ports) };
}

/** The role of a pod as the one who answers. */
export function locatePodCredential(registry: Registry, podRole: PodRole): LocatedCredential {
  const { roleArn, issuer, subject } = podRole;
  const principal = { kind: "service-account", roleArn, issuer, subject } as const;
  return { registry, pin: undefined, podRole, key: { registry, principal } };
}

/** Where the token is kept that the identity of a pin, or without one the environment, gets for a registry. */
export async function credentialKey(
  registry: Registry,
  pin: RegistryPin | undefined,
  ports: LocatePorts,
): Promise<TokenKey> {
  if (pin === undefined) {
    return { registry, principal: { kind: "environment", sources: await currentSources(ports) } };
  }
  return { registry, principal: pinPrincipal(pin, pin.ambient ? await currentSources(ports) : []) };
}

/** The token of a registry when the cache has a fresh one, which needs nobody else; undefined otherwise. */
export async function findCredential(
  { key }: LocatedCredential,
  { tokens, clock }: { readonly tokens: TokenReader; readonly clock: Clock },
): Promise<CachedToken | undefined> {
  const token = (await tokens.read(key))?.token;
  return token !== undefined && isFresh(token, clock()) ? token : undefined;
}

async function currentSources(
  { environment, profiles }: LocatePorts,
): Promise<readonly AmbientSource[]> {
  const variable = (name: string): string | undefined => environment.get(name);
  return ambientSources(variable, {
    home: homeDirectory(environment),
    cwd: environment.cwd,
    defaultProfile: asksDefaultProfile(variable) && await profiles.hasCredentials("default"),
  });
}
