import type { RegistryPin } from "../../domain/helper/registry_pin.ts";
import type { Definition } from "../../domain/identity/definition.ts";
import type { PodRole } from "../../domain/kubelet/pod_role.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import { type CachedToken, isFresh } from "../../domain/token/cache_entry.ts";
import type { TokenKey } from "../../domain/token/token_key.ts";
import type { Clock } from "../../ports/time.ts";
import type { ResolvedReader, TokenReader } from "../../ports/state.ts";
import { type FactPorts, identityDefinition } from "../principals/complete_definition.ts";
import type { PinResolver } from "../pins/resolve_pin.ts";

/** What tells who the principal of a registry is, from what is known already. */
export interface KnownLocatePorts extends FactPorts {
  readonly resolved: ResolvedReader;
}

/** What tells who the principal of a registry is. Nothing of it asks the network. */
export interface LocatePorts extends KnownLocatePorts {
  /** Loads what reads configurations. Not called where a reading is known that still holds. */
  resolver(): Promise<PinResolver>;
}

/** Who the principal of a registry is, and where its token is kept. */
export interface LocatedCredential {
  readonly registry: Registry;
  /** Undefined when the environment's own credentials are used. */
  readonly pin: RegistryPin | undefined;
  /** The role of the pod that pulls, which goes before any pin. */
  readonly podRole?: PodRole;
  readonly key: TokenKey;
}

/**
 * Locates the token of a registry without reading a configuration.
 *
 * @param pin Undefined for the environment's own credentials.
 * @returns Undefined when the pinned configuration must be read to tell: call {@linkcode resolveCacheKey}.
 */
export async function locateKnown(
  registry: Registry,
  pin: RegistryPin | undefined,
  ports: KnownLocatePorts,
): Promise<LocatedCredential | undefined> {
  if (pin?.kind !== "identity") {
    return located(registry, pin, await otherDefinition(pin, ports));
  }
  const configured = await ports.resolved.find(pin);
  return configured === undefined
    ? undefined
    : located(registry, pin, await identityDefinition(configured, ports));
}

/**
 * Locates the token of a registry.
 *
 * @throws {AtmosEcrError} What is wrong with the pinned configuration.
 */
export async function resolveCacheKey(
  registry: Registry,
  pin: RegistryPin | undefined,
  ports: LocatePorts,
): Promise<LocatedCredential> {
  const known = await locateKnown(registry, pin, ports);
  if (known !== undefined || pin?.kind !== "identity") return known ?? await locateAmbient(registry, ports);
  const { configured } = await (await ports.resolver()).resolve(pin);
  return located(registry, pin, await identityDefinition(configured, ports));
}

/** The role of a pod as the principal. Its token, which changes every hour, is no part of who that is. */
export function locatePodCredential(registry: Registry, podRole: PodRole): LocatedCredential {
  const { roleArn, issuer, subject } = podRole;
  const step = { kind: "service-account", role_arn: roleArn, issuer, subject };
  const definition = { steps: [step], opaque: false };
  return { registry, pin: undefined, podRole, key: { registry, definition } };
}

/** The same credential, located anew: files and variables may have changed. Throws as {@linkcode resolveCacheKey}. */
export async function relocateCredential(
  located: LocatedCredential,
  ports: LocatePorts,
): Promise<LocatedCredential> {
  const { registry, pin, podRole } = located;
  return podRole === undefined ? await resolveCacheKey(registry, pin, ports) : located;
}

/** The token of a registry when the cache has a fresh one, which needs nobody else; undefined otherwise. */
export async function findCredential(
  { key }: LocatedCredential,
  { tokens, clock }: { readonly tokens: TokenReader; readonly clock: Clock },
): Promise<CachedToken | undefined> {
  const token = (await tokens.read(key))?.token;
  return token !== undefined && isFresh(token, clock(), key.definition) ? token : undefined;
}

async function locateAmbient(registry: Registry, ports: FactPorts): Promise<LocatedCredential> {
  return located(registry, undefined, await ports.facts.ambient());
}

async function otherDefinition(
  pin: Exclude<RegistryPin, { readonly kind: "identity" }> | undefined,
  ports: FactPorts,
): Promise<Definition> {
  return pin?.kind === "aws-profile" ? await ports.facts.profile(pin) : await ports.facts.ambient();
}

function located(
  registry: Registry,
  pin: RegistryPin | undefined,
  definition: Definition,
): LocatedCredential {
  return { registry, pin, key: { registry, definition } };
}
