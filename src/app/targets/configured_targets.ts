import type { AuthConfig } from "../../domain/auth/model/auth_config.ts";
import { type Problem, problemOfError, sortProblems } from "../../domain/config/problem.ts";
import { AtmosEcrError } from "../../domain/errors/errors.ts";
import { defaultIdentities } from "../../domain/auth/model/names.ts";
import {
  type RegistryIntegration,
  registryIntegrations,
  targetsOfIntegration,
} from "../../domain/login/integration_targets.ts";
import { type Target, uniqueTargets } from "../../domain/login/target.ts";
import { parseRegistry } from "../../domain/registry/parse_registry.ts";
import { isSameRegistry, type Registry } from "../../domain/registry/registry.ts";
import type { ConfigFileReport, ConfigSelection, Configurations } from "../../ports/config.ts";
import { loadAuth, type LoadedAuth } from "../config/load_auth.ts";

/** The registries of a configuration, as far as it is readable. */
export interface ConfiguredTargets {
  /** One per host. The identity is missing if it cannot be determined. */
  readonly targets: readonly Target[];
  /** The configuration; undefined if it cannot be read. */
  readonly loaded?: LoadedAuth;
  readonly files: readonly ConfigFileReport[];
  /** Warnings, one of them for a problem that makes the whole configuration unusable. */
  readonly problems: readonly Problem[];
}

/** The registries that a configuration links to identities, for display only: problems are warnings. */
export async function configuredTargets(
  configurations: Configurations,
  selection: ConfigSelection,
): Promise<ConfiguredTargets> {
  try {
    const loaded = await loadAuth(configurations, selection);
    const { auth, files, problems } = loaded;
    const all = registryIntegrations(auth).flatMap((integration) => lenientTargets(auth, integration));
    const wrong = [...auth.integrations.values()]
      .filter(({ value, draft }) => value === undefined && draft?.kind !== "other")
      .flatMap((entry) => entry.problems);
    return {
      targets: uniqueTargets(all, defaultIdentities(auth)).targets,
      loaded,
      files,
      problems: sortProblems([...problems, ...wrong]),
    };
  } catch (error) {
    const problem = problemOfError(error);
    if (problem === undefined) throw error;
    return { targets: [], files: [], problems: [{ ...problem, severity: "warning" }] };
  }
}

/** The configured target of a registry: for the same host, otherwise for another name of the same registry. */
export function targetOfRegistry(targets: readonly Target[], registry: Registry): Target | undefined {
  return targets.find((target) => target.registry.host === registry.host) ??
    targets.find((target) => isSameRegistry(target.registry, registry));
}

function lenientTargets(auth: AuthConfig, integration: RegistryIntegration): Target[] {
  try {
    return targetsOfIntegration(auth, integration);
  } catch (error) {
    if (!(error instanceof AtmosEcrError)) throw error;
    return integration.hosts.map((host) => ({
      registry: parseRegistry(host),
      integration: integration.name,
    }));
  }
}
