import { definedFields } from "../../domain/auth/decode/field_reader.ts";
import type { AuthConfig, Entry, Integration, Provider } from "../../domain/auth/model/auth_config.ts";
import { findIdentity, findProvider, usableValues } from "../../domain/auth/model/names.ts";
import { foldName } from "../../domain/config/config_node.ts";
import { AtmosEcrError } from "../../domain/errors/errors.ts";
import { resolveChain, targetOf } from "../../domain/identity/chain.ts";
import { isAmbient } from "../../domain/identity/chain_partition.ts";
import { type SessionPlace, sessionPlace } from "../../domain/identity/session_place.ts";
import {
  isRegistryIntegration,
  linkedToIdentity,
  linkedToProvider,
  rootProvider,
} from "../../domain/login/integration_targets.ts";
import type { Target } from "../../domain/login/target.ts";
import { parseRegistry } from "../../domain/registry/parse_registry.ts";
import { findIdentityCenter, type IdentityCenter } from "../../domain/sso/identity_center.ts";
import { keyText } from "../../domain/sso/sso_session.ts";
import type { SignInOwner } from "../../ports/browser.ts";
import type { StoredKeysOwner } from "../../ports/sessions.ts";

/** What to log out of. */
export type LogoutScope =
  | { readonly kind: "identity"; readonly name: string }
  /** Identities, and providers with every identity based on them. */
  | {
    readonly kind: "several";
    readonly identities: readonly string[];
    readonly providers: readonly string[];
  }
  | { readonly kind: "all" };

/** The session of an identity, and where it is stored. */
export interface IdentityLogin {
  readonly identity: string;
  readonly place: SessionPlace;
}

/** An entry of a keyring. */
export interface KeyringPlace {
  readonly owner: StoredKeysOwner;
  readonly kind: "identity" | "provider";
}

/** Everything that a logout may have to remove, whether it exists or not. */
export interface LogoutPlan {
  readonly sessions: readonly IdentityLogin[];
  /** IAM Identity Center logins, without duplicates. */
  readonly centers: readonly IdentityCenter[];
  /** Users that may have an AWS sign-in. */
  readonly signIns: readonly SignInOwner[];
  /** Registries that Docker may have a login for, without duplicates. */
  readonly targets: readonly Target[];
  /** Possible keyring entries: keys of users. */
  readonly entries: readonly KeyringPlace[];
  /** What could not be determined, as sentences. */
  readonly notes: readonly string[];
}

/**
 * The plan of a logout, from the configuration only: nothing needs to be logged in or to work.
 *
 * @throws {LookupError} `IDENTITY_NOT_FOUND`, `PROVIDER_NOT_FOUND`; for a single identity, also a problem of its chain.
 */
export function planLogout(auth: AuthConfig, scope: LogoutScope, realm: string): LogoutPlan {
  const names = identitiesOf(auth, scope);
  const sessions: IdentityLogin[] = [];
  const notes: string[] = [];
  for (const name of names) {
    try {
      const chain = resolveChain(auth, name);
      const identity = targetOf(chain);
      if (!isAmbient(chain)) sessions.push({ identity: name, place: sessionPlace(chain, identity, realm) });
    } catch (error) {
      if (!(error instanceof AtmosEcrError) || scope.kind === "identity") throw error;
      notes.push(`Keeping the session of "${name}": ${error.message}`);
    }
  }
  const users = usableValues(auth.identities).filter((identity) => identity.kind === "aws/user")
    .filter(({ name }) => names.includes(name));
  const centers = providersOf(auth, scope).flatMap((provider) => findIdentityCenter(provider) ?? []);
  return {
    sessions,
    centers: [...new Map(centers.toReversed().map((center) => [keyText(center), center])).values()]
      .toReversed(),
    signIns: users.map(({ name: identity }) => ({ identity, realm })),
    targets: targetsOf(auth, scope, names),
    entries: [
      ...users.map(({ name, keyring }) => ({ kind: "identity", owner: { name, realm, keyring } }) as const),
      ...centers.map(({ name, keyring }) => ({ kind: "provider", owner: { name, realm, keyring } }) as const),
    ],
    notes,
  };
}

/** The names of the identities to log out of, as written. @throws {LookupError} `IDENTITY_NOT_FOUND`, `PROVIDER_NOT_FOUND`. */
export function identitiesOf(auth: AuthConfig, scope: LogoutScope): string[] {
  if (scope.kind === "identity") return [findIdentity(auth, scope.name).name];
  const all = usableValues(auth.identities).map(({ name }) => name);
  if (scope.kind === "all") return all;
  const providers = providersOf(auth, scope).map(({ name }) => foldName(name));
  return all.filter((name) => {
    const root = rootProvider(auth, name);
    return scope.identities.includes(name) || (root !== undefined && providers.includes(root));
  });
}

/** The providers to log out of. */
function providersOf(auth: AuthConfig, scope: LogoutScope): readonly Provider[] {
  switch (scope.kind) {
    case "identity":
      return [];
    case "all":
      return usableValues(auth.providers);
    case "several":
      return scope.providers.map((name) => findProvider(auth, name));
  }
}

/** The registries of the linked integrations, as far as they are readable: an invalid one must not prevent removing its login. */
function targetsOf(auth: AuthConfig, scope: LogoutScope, names: readonly string[]): Target[] {
  const targets = new Map<string, Target>();
  const add = ({ value, draft }: Entry<Integration>, name?: string): void => {
    const integration = value ?? draft;
    if (integration === undefined || !isRegistryIntegration(integration)) return;
    // If a provider has several identities, it is unknown which one was used.
    const isCertain = scope.kind === "identity" || integration.via?.kind === "identity";
    const whose = definedFields({ identity: isCertain ? name : undefined });
    for (const host of integration.hosts) {
      if (targets.has(host)) continue;
      targets.set(host, { registry: parseRegistry(host), integration: integration.name, ...whose });
    }
  };
  for (const name of names) linkedToIdentity(auth, name).forEach((entry) => add(entry, name));
  const others = scope.kind === "all"
    ? [...auth.integrations.values()]
    : providersOf(auth, scope).flatMap(({ name }) => linkedToProvider(auth, name));
  others.forEach((entry) => add(entry));
  return [...targets.values()];
}
