import type { AuthConfig, PermissionSetIdentity } from "../../domain/auth/model/auth_config.ts";
import { foldName } from "../../domain/config/config_node.ts";
import type { ObservedInput } from "../../domain/helper/pin_inputs.ts";
import { resolvedKeyText } from "../../domain/helper/resolved_format.ts";
import type { IdentityPin } from "../../domain/helper/registry_pin.ts";
import { LookupError } from "../../domain/errors/errors.ts";
import { installCommand } from "../../domain/helper/words.ts";
import { type Chain, resolveChain } from "../../domain/identity/chain.ts";
import { type Definition, isSameDefinition } from "../../domain/identity/definition.ts";
import type { ConfigSelection, Configurations } from "../../ports/config.ts";
import type { ResolvedPins } from "../../ports/state.ts";
import { asExpectedError } from "../expected_error.ts";
import { type LoadedAuth, requireAuth, withIdentities } from "../config/load_auth.ts";
import { configuredDefinition } from "../principals/principal_definition.ts";

/** What the configuration of a pin says now. */
export interface ResolvedPin {
  readonly chain: Chain;
  readonly realm: string;
  /** What it says of the principal, without the facts that it does not tell; see `neededFacts`. */
  readonly configured: Definition;
  /** The configuration of accounts that all this is from. */
  readonly auth: AuthConfig;
}

/** Reads the configurations of pins. */
export interface PinResolver {
  /**
   * What the configuration of a pin says now: read, and kept for later runs, unless this run has read it and it has not changed since.
   *
   * @throws {AtmosEcrError} What is wrong with it.
   */
  resolve(pin: IdentityPin): Promise<ResolvedPin>;
}

/** The way to the configuration of one pin. */
export interface PinnedConfigurations {
  readonly configurations: Configurations;
  /** Everything that was looked at so far; undefined when that does not tell what the configuration depends on. */
  inputs(): readonly ObservedInput[] | undefined;
}

/**
 * @param open Opens the configuration of a pin, blind to the working directory and to variables that name another one, and unable to run
 * or fetch anything.
 */
export function pinResolver(
  { open, resolved }: {
    readonly open: (pin: IdentityPin) => PinnedConfigurations;
    readonly resolved: ResolvedPins;
  },
): PinResolver {
  const known = new Map<string, ResolvedPin>();
  return {
    async resolve(pin): Promise<ResolvedPin> {
      const key = resolvedKeyText(pin);
      const before = known.get(key);
      if (before !== undefined) {
        const current = await resolved.find(pin);
        if (current !== undefined && isSameDefinition(current, before.configured)) return before;
      }
      const { configurations, inputs } = open(pin);
      const result = await readPin(pin, configurations);
      const observed = inputs();
      if (observed !== undefined) await resolved.keep(pin, observed, result.configured);
      known.set(key, result);
      return result;
    },
  };
}

/**
 * Reads the configuration of a pin.
 *
 * @param integrations Those that will be looked at; none when absent.
 * @throws {AtmosEcrError} What is wrong with it.
 */
export async function readPin(
  pin: IdentityPin,
  configurations: Configurations,
  integrations: "all" | readonly string[] = [],
): Promise<ResolvedPin> {
  return await resolveLoaded(pin, await loadPinned(pin, configurations, integrations));
}

/** Reads the files of a pin's configuration, which pins of other identities may share. Throws as {@linkcode readPin}. */
export async function loadPinned(
  pin: IdentityPin,
  configurations: Configurations,
  integrations: "all" | readonly string[] = [],
): Promise<LoadedAuth> {
  return await requireAuth(configurations, pinnedSelection(pin), { integrations });
}

/** What a configuration that was read says of the identity of a pin. Throws as {@linkcode readPin}. */
export async function resolveLoaded(pin: IdentityPin, loaded: LoadedAuth): Promise<ResolvedPin> {
  const { auth: found } = await withIdentities(loaded, [pin.identity]);
  const auth = withProvisioned(found, pin);
  const realm = loaded.config.realm.value;
  const chain = pinnedChain(auth, pin, realm);
  return { chain, realm, configured: configuredDefinition(chain, realm), auth };
}

/** The chain of the pinned identity. One that was renamed is not followed, but its new name is told. */
function pinnedChain(auth: AuthConfig, pin: IdentityPin, realm: string): Chain {
  try {
    return resolveChain(auth, pin.identity);
  } catch (error) {
    if (!(error instanceof LookupError) || auth.identities.has(foldName(pin.identity))) throw error;
    const name = renamedIdentity(auth, pin, realm);
    if (name === undefined) throw error;
    const command = installCommand({ ...pin, identity: name });
    throw new LookupError("IDENTITY_NOT_FOUND", error.message, {
      hint: `Identity "${name}" is now the same principal: run \`${command}\``,
      cause: error,
    });
  }
}

/** The identity that is now who the pinned one was; undefined where there is none. */
function renamedIdentity(auth: AuthConfig, { definition }: IdentityPin, realm: string): string | undefined {
  if (definition === undefined) return undefined;
  return [...auth.identities.values()].map(({ name }) => name).find((name) => {
    try {
      return isSameDefinition(configuredDefinition(resolveChain(auth, name), realm), definition);
    } catch (error) {
      asExpectedError(error);
      return false;
    }
  });
}

/** The configuration of a pin, as if flags had named it. */
export function pinnedSelection({ configuration }: IdentityPin): ConfigSelection {
  return {
    configFiles: [],
    configDirectories: [],
    profiles: configuration.profiles,
    basePath: configuration.basePath,
    pinned: configuration,
  };
}

/** The identities, and the one that a login had found when it was pinned, should it have been cleaned away. */
function withProvisioned(auth: AuthConfig, { identity: name, provisioned }: IdentityPin): AuthConfig {
  if (provisioned === undefined || auth.identities.has(foldName(name))) return auth;
  const origin = { kind: "default" } as const;
  const { provider, permissionSet, accountId: id, accountName } = provisioned;
  const value: PermissionSetIdentity = {
    kind: "aws/permission-set",
    name,
    origin,
    default: false,
    via: { kind: "provider", name: provider, origin },
    permissionSet,
    account: {
      ...(id === undefined ? {} : { id }),
      ...(accountName === undefined ? {} : { name: accountName }),
    },
  };
  const entry = { name, origin, value, problems: [] };
  return { ...auth, identities: new Map([...auth.identities, [foldName(name), entry]]) };
}
