import type { AuthConfig } from "../auth/auth_config.ts";
import { parseRegistry } from "../registry/parse_registry.ts";
import type { Registry } from "../registry/registry.ts";
import { registryIntegrations, targetsOfIntegration } from "./integration_targets.ts";
import type { Target } from "./target.ts";

/**
 * The targets that are configured for a registry, under this or another of its names: a FIPS or dual-stack host is the same
 * registry. Integrations whose identity cannot be told are errors.
 */
export function targetsOfRegistry(auth: AuthConfig, registry: Registry): Target[] {
  return registryIntegrations(auth)
    .filter(({ hosts }) => hosts.some((host) => sameRegistry(parseRegistry(host), registry)))
    .flatMap((integration) => targetsOfIntegration(auth, integration).slice(0, 1))
    .map((target) => ({ ...target, registry }));
}

function sameRegistry(a: Registry, b: Registry): boolean {
  return a.service === b.service && a.account === b.account && a.region === b.region &&
    a.partition === b.partition;
}
