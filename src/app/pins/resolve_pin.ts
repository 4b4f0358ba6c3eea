import { definedFields } from "../../domain/auth/decode/field_reader.ts";
import type { AuthConfig, PermissionSetIdentity } from "../../domain/auth/model/auth_config.ts";
import { foldName } from "../../domain/config/config_node.ts";
import { LookupError } from "../../domain/errors/errors.ts";
import type { IdentityPin } from "../../domain/helper/registry_pin.ts";
import {
  configurationKeyText,
  type ObservedInput,
  resolvedKeyText,
} from "../../domain/helper/resolved_format.ts";
import { installCommand } from "../../domain/helper/words.ts";
import { type Chain, resolveChain } from "../../domain/identity/chain.ts";
import { configuredDefinition } from "../../domain/identity/chain_definition.ts";
import { checkEndpoints } from "../../domain/identity/chain_endpoints.ts";
import { type Definition, isSameDefinition } from "../../domain/identity/definition.ts";
import { isProvisioned } from "../../domain/sso/provisioned_identities.ts";
import type { ConfigSelection, Configurations } from "../../ports/config.ts";
import type { ResolvedPins } from "../../ports/state.ts";
import { type LoadedAuth, requireAuth, withIdentities } from "../config/load_auth.ts";
import { asExpectedError } from "../expected_error.ts";

/** The current content of a pin's configuration. */
export interface ResolvedPin {
  readonly chain: Chain;
  readonly realm: string;
  /** The configured definition of the principal, without other facts; see `neededFacts`. */
  readonly configured: Definition;
  /** The `auth` section that it comes from. */
  readonly auth: AuthConfig;
}

/** Reads the configurations of pins. */
export interface PinResolver {
  /**
   * Resolves a pin with the current configuration. The result is stored for later runs, and reused in this run while the configuration is
   * unchanged.
   */
  resolve(pin: IdentityPin): Promise<ResolvedPin>;
}

/** A configuration that was read, and what was read for it. */
interface Load {
  readonly loaded: LoadedAuth;
  readonly inputs: PinnedConfigurations["inputs"];
}

/** Loads the configuration of one pin. */
export interface PinnedConfigurations {
  readonly configurations: Configurations;
  /** Everything that was read so far; undefined if that does not cover what the configuration depends on. */
  inputs(): readonly ObservedInput[] | undefined;
}

/**
 * @param open Opens the configuration of a pin, independent of the working directory and of variables that name another one, and unable to
 * run or fetch anything.
 */
export function pinResolver(
  { open, resolved }: {
    readonly open: (pin: IdentityPin) => PinnedConfigurations;
    readonly resolved: ResolvedPins;
  },
): PinResolver {
  const known = new Map<string, ResolvedPin>();
  const loads = new Map<string, Load>();
  /** Reads the configuration of a pin, unless another pin of it was resolved and nothing has changed since. */
  const load = async (pin: IdentityPin, key: string): Promise<Load> => {
    const before = loads.get(key);
    const seen = before?.inputs();
    // Not by what is stored: another process may have stored what it read after a change.
    if (before !== undefined && seen !== undefined && await resolved.isCurrent(seen)) return before;
    const { configurations, inputs } = open(pin);
    const made = { loaded: await loadPinned(pin, configurations), inputs };
    loads.set(key, made);
    return made;
  };
  return {
    async resolve(pin): Promise<ResolvedPin> {
      const key = resolvedKeyText(pin);
      const before = known.get(key);
      if (before !== undefined) {
        const current = await resolved.find(pin);
        if (current !== undefined && isSameDefinition(current, before.configured)) return before;
      }
      const { loaded, inputs } = await load(pin, configurationKeyText(pin));
      const result = await resolveLoaded(pin, loaded);
      const observed = inputs();
      if (observed !== undefined) await resolved.keep(pin, observed, result.configured);
      known.set(key, result);
      return result;
    },
  };
}

/**
 * Reads the files of a pin's configuration, which other pins may share.
 *
 * @param integrations The integrations that are needed; default none.
 */
export async function loadPinned(
  pin: IdentityPin,
  configurations: Configurations,
  integrations: "all" | readonly string[] = [],
): Promise<LoadedAuth> {
  return await requireAuth({ configurations, configSelection: pinnedSelection(pin) }, { integrations });
}

/** Resolves the identity of a pin in a loaded configuration. */
export async function resolveLoaded(pin: IdentityPin, loaded: LoadedAuth): Promise<ResolvedPin> {
  const { auth: found } = await withIdentities(loaded, [pin.identity]);
  const auth = withProvisioned(found, pin);
  const realm = loaded.config.realm.value;
  const chain = pinnedChain(auth, pin, realm);
  checkEndpoints(chain);
  return { chain, realm, configured: configuredDefinition(chain, realm), auth };
}

/** The chain of the pinned identity. A renamed identity is not followed, but the error contains its new name. */
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

/** The identity that now has the pinned principal; undefined if there is none. */
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

/** The configuration of a pin, as if selected by flags. */
function pinnedSelection({ configuration }: IdentityPin): ConfigSelection {
  return {
    configFiles: [],
    configDirectories: [],
    profiles: configuration.profiles,
    basePath: configuration.basePath,
    pinned: configuration,
  };
}

/**
 * The identities, including the pinned one as a login found it at the time of pinning: the file with such identities is a cache, which may be
 * removed, or contain another account under the same name. An identity that is now configured takes precedence.
 */
export function withProvisioned(auth: AuthConfig, { identity: name, provisioned }: IdentityPin): AuthConfig {
  if (provisioned === undefined) return auth;
  const known = auth.identities.get(foldName(name));
  if (known !== undefined && !isProvisioned(known.origin)) return auth;
  const origin = { kind: "default" } as const;
  const { provider, permissionSet, accountId: id, accountName } = provisioned;
  const value: PermissionSetIdentity = {
    kind: "aws/permission-set",
    name,
    origin,
    default: false,
    via: { kind: "provider", name: provider, origin },
    permissionSet,
    account: definedFields({ id, name: accountName }),
  };
  const entry = { name, origin, value, problems: [] };
  return { ...auth, identities: new Map([...auth.identities, [foldName(name), entry]]) };
}
