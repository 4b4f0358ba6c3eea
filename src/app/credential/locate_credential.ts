import type { RegistryPin } from "../../domain/helper/registry_pin.ts";
import type { Definition } from "../../domain/identity/definition.ts";
import type { PodRole } from "../../domain/kubelet/pod_role.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import { type CachedToken, isFresh, type TokenKey } from "../../domain/token/cache_entry.ts";
import type { Clock } from "../../ports/time.ts";
import type { ResolvedReader, TokenReader } from "../../ports/state.ts";
import { type FactPorts, identityDefinition } from "../principals/complete_definition.ts";
import type { PinResolver } from "../pins/resolve_pin.ts";

/** What determines the principal of a registry from known facts. */
export interface KnownLocatePorts extends FactPorts {
  readonly resolved: ResolvedReader;
}

/** What determines the principal of a registry. None of it uses the network. */
export interface LocatePorts extends KnownLocatePorts {
  /** Loads the reader of configurations. Not called if a valid cached resolution exists. */
  resolver(): Promise<PinResolver>;
}

/** The principal of a registry, and the cache key of its token. */
export interface LocatedCredential {
  readonly registry: Registry;
  /** Undefined for the environment's own credentials. */
  readonly pin: RegistryPin | undefined;
  /** The role of the pulling pod, which takes precedence over pins. */
  readonly podRole?: PodRole;
  readonly key: TokenKey;
}

/**
 * Resolves the cache key without reading a configuration.
 *
 * @param pin Undefined for the environment's own credentials.
 * @returns Undefined if the pinned configuration must be read: call {@linkcode resolveCacheKey}.
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
    : located(registry, pin, await identityDefinition(configured, ports, pin.credentialsFile));
}

/**
 * Resolves the cache key of a registry's token.
 *
 * @throws {AtmosEcrError} A problem of the pinned configuration.
 */
export async function resolveCacheKey(
  registry: Registry,
  pin: RegistryPin | undefined,
  ports: LocatePorts,
): Promise<LocatedCredential> {
  const known = await locateKnown(registry, pin, ports);
  if (known !== undefined || pin?.kind !== "identity") return known ?? await locateAmbient(registry, ports);
  const { configured } = await (await ports.resolver()).resolve(pin);
  return located(registry, pin, await identityDefinition(configured, ports, pin.credentialsFile));
}

/** A pod's role as the principal. Its token, which changes every hour, is not part of the definition. */
export function locatePodCredential(registry: Registry, podRole: PodRole): LocatedCredential {
  const { roleArn, issuer, subject } = podRole;
  const step = { kind: "service-account", role_arn: roleArn, issuer, subject };
  const definition = { steps: [step], opaque: false };
  return { registry, pin: undefined, podRole, key: { registry, definition } };
}

/** The same credential, resolved again: files and variables may have changed. Throws as {@linkcode resolveCacheKey}. */
export async function relocateCredential(
  located: LocatedCredential,
  ports: LocatePorts,
): Promise<LocatedCredential> {
  const { registry, pin, podRole } = located;
  return podRole === undefined ? await resolveCacheKey(registry, pin, ports) : located;
}

/** The fresh cached token of a registry; undefined if there is none. */
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
