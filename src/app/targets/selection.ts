import { foldName } from "../../domain/config/config_node.ts";
import type { Problem } from "../../domain/config/problem.ts";
import { checkSelection, type Selection } from "../../domain/login/selection.ts";
import type { Target } from "../../domain/login/target.ts";
import { findTypedRegistry, parseRegistry } from "../../domain/registry/parse_registry.ts";
import { PUBLIC_HOST, type Registry } from "../../domain/registry/registry.ts";
import { shellWord } from "../../domain/text/escape.ts";
import type { ConfigFileReport, ConfigSelection } from "../../ports/config.ts";
import type { AppContext } from "../../ports/context.ts";
import { type ConfigPorts, loadAuth, type LoadedAuth } from "../config/load_auth.ts";
import type { PinnedTargetPorts } from "./pinned_target.ts";

/** What resolving a selection needs. */
export interface SelectionPorts extends ConfigPorts, Pick<AppContext, "prompter"> {
  /** The value of `ATMOS_IDENTITY`. */
  readonly identityVariable: string | undefined;
  /** Where to look up a host that the configuration does not name; nowhere if absent. */
  pinnedTargets?(): Promise<PinnedTargetPorts>;
}

/** The registries of a selection. */
export interface SelectedTargets {
  readonly targets: readonly Target[];
  /** The configuration, with everything evaluated that the targets need; undefined if they need none, or it cannot be read. */
  readonly loaded?: LoadedAuth | undefined;
  /** The files that were searched; none without a configuration. */
  readonly files: readonly ConfigFileReport[];
  /** Warnings about the entries of these targets. */
  readonly problems: readonly Problem[];
  /** Additional notes for the user, as sentences. */
  readonly notes: readonly string[];
}

/** The flags with which a command in a hint finds the same configuration, each after a space. */
export function selectionFlags(
  { chdir, configFiles, configDirectories, profiles, basePath }: ConfigSelection,
): string {
  return [
    ["--chdir", chdir],
    ...configFiles.map((file) => ["--config", file]),
    ...configDirectories.map((directory) => ["--config-path", directory]),
    ...profiles.map((profile) => ["--profile", profile]),
    ["--base-path", basePath],
  ].map(([flag, value]) => value === undefined ? "" : ` ${flag} ${shellWord(value)}`).join("");
}

/** Targets that need no configuration. */
export function withoutConfiguration(targets: readonly Target[]): SelectedTargets {
  return { targets, files: [], problems: [], notes: [] };
}

/** The registries of `--registry` and `--public`. @throws {RegistryError} `REGISTRY_INVALID`. */
export function namedRegistries({ registries, public: isPublic }: Selection): Registry[] {
  return [...registries, ...(isPublic ? [PUBLIC_HOST] : [])].map((text) => parseRegistry(text));
}

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
export async function sortPositionals(typed: Selection, ports: ConfigPorts): Promise<SortedPositionals> {
  const sorted = await separateHosts(typed, ports);
  checkSelection(sorted.selection);
  return sorted;
}

async function separateHosts(selection: Selection, ports: ConfigPorts): Promise<SortedPositionals> {
  const isHost = (text: string): boolean => findTypedRegistry(text) !== undefined;
  const isMeantForHost = (text: string): boolean => isHost(text) || MEANT_FOR_HOST_REGEXP.test(text);
  if (selection.all || !selection.integrations.some(isMeantForHost)) return { selection, hosts: [] };
  // With a profile, no configuration is needed, and problems of one do not matter.
  const auth = selection.awsProfile === undefined ? (await loadAuth(ports)).auth : undefined;
  const isName = (text: string): boolean => auth?.integrations.has(foldName(text)) === true;
  const hosts = selection.integrations.filter((text) => isHost(text) && !isName(text));
  const integrations = selection.integrations.filter((text) => !hosts.includes(text));
  integrations.filter((text) => isMeantForHost(text) && !isName(text)).forEach(parseRegistry);
  if (selection.identity === undefined && selection.awsProfile === undefined) {
    return { selection: { ...selection, integrations }, hosts };
  }
  return {
    selection: { ...selection, integrations, registries: [...hosts, ...selection.registries] },
    hosts: [],
  };
}
