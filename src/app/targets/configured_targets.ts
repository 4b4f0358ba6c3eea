import type { AuthConfig, RegistryIntegration } from "../../domain/auth/model/auth_config.ts";
import { defaultIdentities } from "../../domain/auth/model/names.ts";
import { problemsOnPath } from "../../domain/auth/validate/path_problems.ts";
import { problemOfError, sortProblems } from "../../domain/config/problem.ts";
import { AtmosEcrError } from "../../domain/errors/errors.ts";
import { registryIntegrations, targetsOfIntegration } from "../../domain/login/integration_targets.ts";
import { type Target, uniqueTargets } from "../../domain/login/target.ts";
import { parseRegistry } from "../../domain/registry/parse_registry.ts";
import { isSameRegistry, type Registry } from "../../domain/registry/registry.ts";
import { type ConfigPorts, loadAuth, type LoadedAuth, requireAuth } from "../config/load_auth.ts";
import { preferredIdentity } from "./choose_identity.ts";
import { unreadableIntegrations } from "./host_target.ts";
import type { SelectedTargets } from "./selection.ts";

/**
 * The registries that a configuration links to identities, one per host, as far as it is readable; for display only: problems are warnings,
 * and an identity that cannot be determined is missing.
 *
 * @param identityVariable The value of `ATMOS_IDENTITY`; it decides nothing if absent.
 */
export async function configuredTargets(
  ports: ConfigPorts,
  identityVariable?: string,
): Promise<Omit<SelectedTargets, "notes">> {
  try {
    const loaded = await loadAuth(ports);
    const { auth, files, problems } = loaded;
    const preferred = preferredIdentity(loaded, { identityVariable });
    const all = registryIntegrations(auth)
      .flatMap((integration) => lenientTargets(auth, integration, preferred));
    return {
      targets: uniqueTargets(all, defaultIdentities(auth)).targets,
      loaded,
      files,
      problems: sortProblems([...problems, ...unreadableIntegrations(auth)]),
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

function lenientTargets(
  auth: AuthConfig,
  integration: RegistryIntegration,
  preferred: string | undefined,
): Target[] {
  try {
    return targetsOfIntegration(auth, integration, { preferred });
  } catch (error) {
    if (!(error instanceof AtmosEcrError)) throw error;
    return integration.hosts.map((host) => ({
      registry: parseRegistry(host),
      integration: integration.name,
    }));
  }
}

/** An integration and one of its registries. */
export interface ListedIntegration {
  readonly integration: RegistryIntegration;
  readonly host: string;
}

/** The ECR integrations of a configuration, with everything that they are based on. */
export interface ListedIntegrations extends Pick<LoadedAuth, "auth" | "files" | "problems"> {
  readonly integrations: readonly ListedIntegration[];
}

/** The ECR integrations and their problems. @throws {ConfigError} `CONFIG_NOT_FOUND`. */
export async function listIntegrations(ports: ConfigPorts): Promise<ListedIntegrations> {
  const { auth, files, problems } = await requireAuth(ports);
  const integrations = registryIntegrations(auth)
    .flatMap((integration) => integration.hosts.map((host) => ({ integration, host })));
  // Invalid entries are not listed, so their problems must be reported.
  const wrong = [...auth.integrations.values()].filter(({ value }) => value === undefined);
  const onPath = problemsOnPath(
    auth,
    integrations.map(({ integration: { name, via } }) => ({
      integration: name,
      ...(via?.kind === "identity" ? { identity: via.name } : {}),
    })),
  );
  return {
    integrations,
    auth,
    files,
    problems: sortProblems([...problems, ...wrong.flatMap((entry) => entry.problems), ...onPath]),
  };
}
