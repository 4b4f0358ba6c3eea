import type { AuthConfig } from "../../domain/auth/model/auth_config.ts";
import { foldName } from "../../domain/config/config_node.ts";
import type { Selection } from "../../domain/login/selection.ts";
import { findTypedRegistry, parseRegistry } from "../../domain/registry/parse_registry.ts";
import type { ConfigSelection, Configurations } from "../../ports/config.ts";
import { loadAuth } from "../config/load_auth.ts";

/** A selection without its hosts, and those hosts as typed. */
export interface SortedPositionals {
  /** Where an identity is given, the hosts are among its registries: that identity is who they are for. */
  readonly selection: Selection;
  /** Hosts whose identity the configuration decides. */
  readonly hosts: readonly string[];
}

/** What is meant for a host of ECR, and rarely for a name: its middle label, the public registry, or a scheme. */
const MEANT_FOR_HOST_REGEXP = /\.dkr[.-]ecr|^public\.ecr|^ecr-public\.|:\/\//i;

/**
 * Tells hosts of registries from the names of integrations. An integration of that very name wins. The configuration is read only where
 * that can be.
 *
 * @throws {RegistryError} `REGISTRY_INVALID` for what is meant for a host and is none, nor the name of an integration.
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
    // No configuration is needed, and what is wrong with one does not matter.
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
