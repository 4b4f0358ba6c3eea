import type { AuthConfig, Integration } from "../../domain/auth/model/auth_config.ts";
import { usableValues } from "../../domain/auth/model/names.ts";
import { problemsOnPath } from "../../domain/auth/validate/path_problems.ts";
import { type Problem, sortProblems } from "../../domain/config/problem.ts";
import { isRegistryIntegration, type RegistryIntegration } from "../../domain/login/integration_targets.ts";
import type { ConfigFileReport, ConfigSelection, Configurations } from "../../ports/config.ts";
import { requireAuth } from "../config/load_auth.ts";

/** An integration and one of its registries. */
export interface ListedIntegration {
  readonly integration: RegistryIntegration;
  readonly host: string;
}

/** The ECR integrations and their problems. */
export async function listIntegrations(
  configurations: Configurations,
  selection: ConfigSelection,
): Promise<
  {
    readonly integrations: readonly ListedIntegration[];
    /** Everything that they are based on. */
    readonly auth: AuthConfig;
    readonly files: readonly ConfigFileReport[];
    readonly problems: readonly Problem[];
  }
> {
  const { auth, files, problems } = await requireAuth(configurations, selection);
  const integrations = usableValues<Integration>(auth.integrations)
    .filter(isRegistryIntegration)
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
