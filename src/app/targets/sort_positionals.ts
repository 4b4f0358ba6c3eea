import type { AuthConfig } from "../../domain/auth/model/auth_config.ts";
import { foldName } from "../../domain/config/config_node.ts";
import type { Selection } from "../../domain/login/selection.ts";
import { findTypedRegistry, parseRegistry } from "../../domain/registry/parse_registry.ts";
import type { ConfigSelection, Configurations } from "../../ports/config.ts";
import { loadAuth } from "../config/load_auth.ts";

/** A selection without its hosts, and those hosts as typed. */
export interface SortedPositionals {
  /** If an identity is given, the hosts are among its registries and use that identity. */
  readonly selection: Selection;
  /** Hosts whose identity is determined by the configuration. */
  readonly hosts: readonly string[];
}

/** What indicates an ECR host rather than a name: its middle label, the public registry, or a scheme. */
const MEANT_FOR_HOST_REGEXP = /\.dkr[.-]ecr|^public\.ecr|^ecr-public\.|:\/\//i;

/**
 * Separates registry hosts from integration names. An integration with exactly that name takes precedence. The configuration is only read
 * if one may exist.
 *
 * @throws {RegistryError} `REGISTRY_INVALID` for an invalid host that is not the name of an integration either.
 */
export async function sortPositionals(
  selection: Selection,
  { configurations, configSelection }: {
    readonly configurations: Configurations;
    readonly configSelection: ConfigSelection;
  },
): Promise<SortedPositionals> {
  const isHost = (text: string): boolean => findTypedRegistry(text) !== undefined;
  const isMeantForHost = (text: string): boolean => isHost(text) || MEANT_FOR_HOST_REGEXP.test(text);
  if (selection.all || !selection.integrations.some(isMeantForHost)) return { selection, hosts: [] };
  if (selection.awsProfile !== undefined) {
    // No configuration is needed, and problems of one do not matter.
    const integrations = selection.integrations.filter((text) => !isHost(text));
    integrations.filter(isMeantForHost).forEach(parseRegistry);
    const registries = [...selection.integrations.filter(isHost), ...selection.registries];
    return { selection: { ...selection, integrations, registries }, hosts: [] };
  }
  const { auth } = await loadAuth(configurations, configSelection);
  const hosts = selection.integrations.filter((text) => isHost(text) && !isIntegration(auth, text));
  const integrations = selection.integrations.filter((text) => !hosts.includes(text));
  integrations.filter((text) => isMeantForHost(text) && !isIntegration(auth, text)).forEach(parseRegistry);
  if (selection.identity === undefined) return { selection: { ...selection, integrations }, hosts };
  return {
    selection: { ...selection, integrations, registries: [...hosts, ...selection.registries] },
    hosts: [],
  };
}

function isIntegration(auth: AuthConfig, name: string): boolean {
  return auth.integrations.has(foldName(name));
}
