import type { AuthConfig, Entry, Integration, RegistryIntegration, Via } from "../auth/model/auth_config.ts";
import { defaultIdentities, findIdentity, usable, usableValues } from "../auth/model/names.ts";
import { foldName } from "../config/config_node.ts";
import { positionOf } from "../config/origin.ts";
import { AtmosEcrError, LookupError } from "../errors/errors.ts";
import { resolveChain } from "../identity/chain.ts";
import { parseRegistry } from "../registry/parse_registry.ts";
import { canonicalHost, type Registry } from "../registry/registry.ts";
import { escapeText } from "../text/escape.ts";
import { sameIdentity, type Target, uniqueTargets } from "./target.ts";

/** Whether an integration has an ECR registry. */
export function isRegistryIntegration(integration: Integration): integration is RegistryIntegration {
  return integration.kind !== "other";
}

/** Every valid ECR integration, in the order of the file. */
export function registryIntegrations(auth: AuthConfig): RegistryIntegration[] {
  return usableValues(auth.integrations).filter(isRegistryIntegration);
}

/**
 * Every integration that is, or may be intended, for ECR.
 *
 * @throws {ConfigError} The first error of the first invalid one: `--all` must not skip a misspelt integration.
 */
export function allRegistryIntegrations(auth: AuthConfig): RegistryIntegration[] {
  return [...auth.integrations.values()]
    .filter(({ value, draft }) => (value ?? draft)?.kind !== "other")
    .map((entry) => usable(entry))
    .filter(isRegistryIntegration);
}

/**
 * The ECR integrations of an identity: by `via.identity`, or by `via.provider` if its chain starts there.
 *
 * @throws {LookupError} `IDENTITY_NOT_FOUND`.
 * @throws {ConfigError} The first error of a linked one that cannot be used.
 */
export function integrationsOfIdentity(auth: AuthConfig, identity: string): RegistryIntegration[] {
  return linkedToIdentity(auth, identity).map((entry) => usable(entry)).filter(isRegistryIntegration);
}

/**
 * The entries of the ECR integrations of an identity, including invalid ones, in the order of the file. Links as in {@linkcode
 * integrationsOfIdentity}.
 *
 * @throws {LookupError} `IDENTITY_NOT_FOUND`.
 */
export function linkedToIdentity(auth: AuthConfig, identity: string): Entry<Integration>[] {
  const wanted = foldName(findIdentity(auth, identity).name);
  const root = rootProvider(auth, wanted);
  return linkedEntries(auth, (via) => foldName(via.name) === (via.kind === "identity" ? wanted : root));
}

/** As {@linkcode linkedToIdentity}, for those linked to a provider by `via.provider`. */
export function linkedToProvider(auth: AuthConfig, provider: string): Entry<Integration>[] {
  return linkedEntries(auth, (via) => via.kind === "provider" && foldName(via.name) === foldName(provider));
}

function linkedEntries(auth: AuthConfig, isLinked: (via: Via) => boolean): Entry<Integration>[] {
  return [...auth.integrations.values()].filter(({ value, draft }) => {
    const { kind, via } = value ?? draft ?? {};
    return kind !== "other" && via !== undefined && isLinked(via);
  });
}

/** What decides the identity of a target besides its integration. */
export interface TargetChoice {
  /** The identity to use. */
  readonly identity?: string | undefined;
  /** The value of `ATMOS_IDENTITY`: it decides between the identities of a provider. */
  readonly preferred?: string | undefined;
}

/**
 * The registries of an integration, with the identity that it is linked to.
 *
 * @param identity The identity for an integration that is linked to a provider; default the only one of that provider, otherwise the
 * preferred one or the default one, if it is one of them.
 * @throws {LookupError} `INTEGRATION_NOT_LINKED` if there is none, or it is ambiguous; `IDENTITY_NOT_FOUND`.
 */
export function targetsOfIntegration(
  auth: AuthConfig,
  integration: RegistryIntegration,
  { identity, preferred }: TargetChoice = {},
): Target[] {
  const name = identity === undefined
    ? identityOf(auth, integration, preferred)
    : findIdentity(auth, identity).name;
  return integration.hosts.map((host) => ({
    registry: parseRegistry(host),
    integration: integration.name,
    identity: name,
  }));
}

/** The name of the identity that an integration uses. Errors as {@linkcode targetsOfIntegration}. */
function identityOf(
  auth: AuthConfig,
  { name, via, origin }: RegistryIntegration,
  preferred: string | undefined,
): string {
  const notLinked = (state: string, hint: string): LookupError =>
    new LookupError("INTEGRATION_NOT_LINKED", `Cannot run integration "${name}": ${state}`, {
      hint,
      position: positionOf(origin),
    });
  if (via === undefined) {
    throw notLinked("it has no identity", `Add "via: {identity: NAME}" to integration "${name}"`);
  }
  if (via.kind === "identity") return findIdentity(auth, via.name, via.origin).name;
  const provider = foldName(via.name);
  const candidates = usableValues(auth.identities).flatMap((identity) =>
    rootProvider(auth, identity.name) === provider ? [identity.name] : []
  );
  const [only, ...others] = candidates;
  if (only === undefined) {
    throw notLinked(`no identity uses provider "${via.name}"`, "Link it with via.identity instead");
  }
  if (others.length === 0) return only;
  const named = preferred === undefined ? [] : [findIdentity(auth, preferred).name];
  const chosen = [...named, ...defaultIdentities(auth)].find((identity) => candidates.includes(identity));
  if (chosen !== undefined) return chosen;
  throw notLinked(
    `several identities use provider "${via.name}"`,
    `Run it for one of them (${candidates.map(escapeText).join(", ")}): \`atmos-ecr login --identity NAME\``,
  );
}

/**
 * Whether the host of a target, which an integration names, leads to its identity by itself. If the command line chose between integrations,
 * or between the identities of a provider, a command that only names the host would use another identity.
 */
export function isOwnIdentity(auth: AuthConfig, { registry, integration, identity }: Target): boolean {
  if (integration === undefined) return false;
  try {
    const { targets: [own] } = uniqueTargets(targetsOfRegistry(auth, registry), defaultIdentities(auth));
    return sameIdentity(own?.identity, identity);
  } catch (error) {
    if (error instanceof AtmosEcrError) return false;
    throw error;
  }
}

/** Cached results per configuration: thousands of integrations may be linked to one provider. */
const ROOTS = new WeakMap<AuthConfig, Map<string, string | undefined>>();

/** The folded name of the provider at the root of an identity's chain; undefined if there is none, or the chain is invalid. */
export function rootProvider(auth: AuthConfig, identity: string): string | undefined {
  const roots = ROOTS.get(auth) ?? new Map<string, string | undefined>();
  ROOTS.set(auth, roots);
  const name = foldName(identity);
  if (!roots.has(name)) roots.set(name, findRootProvider(auth, name));
  return roots.get(name);
}

function findRootProvider(auth: AuthConfig, identity: string): string | undefined {
  try {
    const { provider } = resolveChain(auth, identity);
    return provider === undefined ? undefined : foldName(provider.name);
  } catch {
    return pendingRoot(auth, identity);
  }
}

/** As {@linkcode findRootProvider}, for a chain with an identity that is not evaluated yet, whose links are known. */
function pendingRoot(auth: AuthConfig, identity: string): string | undefined {
  let isPending = false;
  const seen = new Set<string>();
  for (let name = foldName(identity); !seen.has(name);) {
    seen.add(name);
    const entry = auth.identities.get(name);
    isPending ||= entry?.pending === true;
    const via = entry?.value?.via;
    if (via?.kind === "provider") return isPending ? foldName(via.name) : undefined;
    if (via === undefined) return undefined;
    name = foldName(via.name);
  }
  return undefined;
}

/**
 * The configured targets of a registry, under this or another of its names: a FIPS or dual-stack host is the same registry.
 *
 * @param preferred As in {@linkcode TargetChoice}.
 * @throws {AtmosEcrError} The error of an integration for the registry that cannot be used: another identity must not replace it.
 */
export function targetsOfRegistry(auth: AuthConfig, registry: Registry, preferred?: string): Target[] {
  return entriesOfRegistry(auth, registry)
    .map((entry) => usable(entry))
    .filter(isRegistryIntegration)
    .flatMap((integration) => targetsOfIntegration(auth, integration, { preferred }).slice(0, 1))
    .map((target) => ({ ...target, registry }));
}

/** Cached results per configuration: it may have thousands of integrations, and as many registries may be looked up. */
const BY_HOST = new WeakMap<AuthConfig, ReadonlyMap<string, readonly Entry<Integration>[]>>();

/** The entries that name a registry, including invalid ones, in the order of the file. */
function entriesOfRegistry(auth: AuthConfig, registry: Registry): readonly Entry<Integration>[] {
  const byHost = BY_HOST.get(auth) ?? entriesByHost(auth);
  BY_HOST.set(auth, byHost);
  return byHost.get(canonicalHost(registry)) ?? [];
}

function entriesByHost(auth: AuthConfig): ReadonlyMap<string, readonly Entry<Integration>[]> {
  const byHost = new Map<string, Entry<Integration>[]>();
  for (const entry of auth.integrations.values()) {
    const integration = entry.value ?? entry.draft;
    if (integration === undefined || !isRegistryIntegration(integration)) continue;
    for (const host of new Set(integration.hosts.map((one) => canonicalHost(parseRegistry(one))))) {
      const entries = byHost.get(host);
      if (entries === undefined) byHost.set(host, [entry]);
      else entries.push(entry);
    }
  }
  return byHost;
}
