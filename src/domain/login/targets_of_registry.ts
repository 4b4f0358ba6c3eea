import type { AuthConfig } from "../auth/model/auth_config.ts";
import { usable } from "../auth/model/names.ts";
import { parseRegistry } from "../registry/parse_registry.ts";
import type { Registry } from "../registry/registry.ts";
import { isRegistryIntegration, targetsOfIntegration } from "./integration_targets.ts";
import type { Target } from "./target.ts";

/**
 * The configured targets of a registry, under this or another of its names: a FIPS or dual-stack host is the same registry.
 *
 * @throws {AtmosEcrError} The error of an integration for the registry that cannot be used: another identity must not replace it.
 */
export function targetsOfRegistry(auth: AuthConfig, registry: Registry): Target[] {
  return [...auth.integrations.values()]
    .filter(({ value, draft }) => {
      const integration = value ?? draft;
      return integration !== undefined && isRegistryIntegration(integration) &&
        integration.hosts.some((host) => sameRegistry(parseRegistry(host), registry));
    })
    .map((entry) => usable(entry))
    .filter(isRegistryIntegration)
    .flatMap((integration) => targetsOfIntegration(auth, integration).slice(0, 1))
    .map((target) => ({ ...target, registry }));
}

function sameRegistry(a: Registry, b: Registry): boolean {
  return a.service === b.service && a.account === b.account && a.region === b.region &&
    a.partition === b.partition;
}
