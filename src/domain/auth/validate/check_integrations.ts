import { foldName } from "../../config/config_node.ts";
import { formatOrigin } from "../../config/origin.ts";
import type { AuthConfig, EcrIntegration, EcrPublicIntegration } from "../model/auth_config.ts";
import type { CheckedChains } from "./check_chains.ts";
import { usableValues } from "../model/names.ts";
import type { ProblemList } from "../model/problem_list.ts";

/** An integration with a registry. */
type RegistryIntegration = EcrIntegration | EcrPublicIntegration;

/**
 * Reports ECR integrations whose chain does not lead to AWS, that no identity can run, or of which two have the same host with different
 * identities.
 */
export function checkIntegrations(auth: AuthConfig, checked: CheckedChains, problems: ProblemList): void {
  const owners = new Map<string, RegistryIntegration>();
  for (const integration of usableValues(auth.integrations)) {
    if (integration.kind === "other") continue;
    const via = integration.via;
    const label = `integration "${integration.name}"`;
    const foreign = via?.kind === "identity" ? checked.foreign.get(foldName(via.name)) : undefined;
    if (via !== undefined && foreign !== undefined) {
      problems.report({
        code: "IDENTITY_UNSUPPORTED",
        message: `Cannot use ${label}: its identity does not provide AWS credentials. ${foreign.message}`,
        hint: foreign.hint,
        at: via.origin,
      });
    }
    if (
      via?.kind === "provider" && auth.providers.has(foldName(via.name)) &&
      !checked.usedProviders.has(foldName(via.name))
    ) {
      problems.report({
        severity: "warning",
        code: "INTEGRATION_NOT_LINKED",
        message: `Cannot run ${label} yet: no identity uses provider "${via.name}"`,
        hint: "Link it with via.identity, or define an identity with this provider",
        at: via.origin,
      });
    }
    for (const host of integration.hosts) {
      const owner = owners.get(host);
      if (owner === undefined) owners.set(host, integration);
      else if (!isSameLink(owner, integration)) reportShared({ owner, integration, host }, problems);
    }
  }
}

function isSameLink({ via: a }: RegistryIntegration, { via: b }: RegistryIntegration): boolean {
  return a?.kind === b?.kind && foldName(a?.name ?? "") === foldName(b?.name ?? "");
}

function reportShared(
  { owner, integration, host }: {
    readonly owner: RegistryIntegration;
    readonly integration: RegistryIntegration;
    readonly host: string;
  },
  problems: ProblemList,
): void {
  problems.report({
    severity: "warning",
    message: `Integrations "${owner.name}" (${
      formatOrigin(owner.origin)
    }) and "${integration.name}" use different identities for ${host}`,
    hint: "Log in to them one at a time: Docker keeps one login per host",
    at: integration.origin,
  });
}
