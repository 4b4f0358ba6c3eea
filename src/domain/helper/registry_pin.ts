import { foldName } from "../config/config_node.ts";
import type { AmbientSource } from "../identity/ambient_sources.ts";
import type { Principal } from "../identity/principal.ts";
import { parseHost } from "../registry/parse_host.ts";
import type { Registry } from "../registry/registry.ts";
import { isSameRegistry } from "../registry/same_registry.ts";

/**
 * Which identity answers for a registry, recorded once by the user, so that the credential helper need not, and cannot, be led by the
 * directory that it happens to run in.
 */
export interface RegistryPin {
  /** The bare host. */
  readonly host: string;
  /** Absolute paths of the configuration's top-level files, lowest precedence first. */
  readonly configFiles: readonly string[];
  /** Absolute paths of directories with a configuration, of higher precedence than the files. */
  readonly configDirectories: readonly string[];
  /** Names of the profiles. */
  readonly profiles: readonly string[];
  readonly basePath?: string;
  /** The integration that names the registry, as written; absent for a host that was given by hand. */
  readonly integration?: string;
  /** The identity, as written. */
  readonly identity: string;
  /** The realm of its sessions; empty for none. */
  readonly realm: string;
  /** Whether the identity is of kind `aws/ambient`, that is, whoever the environment is. */
  readonly ambient: boolean;
}

/** The pin of a registry: that of the very host, else that of another name of the same registry. */
export function findPin(pins: readonly RegistryPin[], registry: Registry): RegistryPin | undefined {
  return pins.find(({ host }) => host === registry.host) ??
    pins.find(({ host }) => {
      const pinned = parseHost(host);
      return pinned !== undefined && isSameRegistry(pinned, registry);
    });
}

/** Who the tokens of a pinned registry are for. @param sources The environment's, used for an ambient identity only. */
export function pinPrincipal(pin: RegistryPin, sources: readonly AmbientSource[]): Principal {
  return {
    kind: "identity",
    realm: pin.realm,
    name: foldName(pin.identity),
    origin: [
      ...pin.configFiles,
      ...pin.configDirectories,
      ...pin.profiles.map((profile) => `profile ${profile}`),
      ...(pin.basePath === undefined ? [] : [`base path ${pin.basePath}`]),
    ],
    ...(pin.ambient ? { sources } : {}),
  };
}

/** Whether two pins make the same identity answer. */
export function isSamePrincipal(a: RegistryPin, b: RegistryPin): boolean {
  return JSON.stringify(pinPrincipal(a, [])) === JSON.stringify(pinPrincipal(b, []));
}
