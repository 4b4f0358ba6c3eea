import type { AuthConfig, Integration, RegistryIntegration } from "../../domain/auth/model/auth_config.ts";
import { foldName } from "../../domain/config/config_node.ts";
import { LookupError } from "../../domain/errors/errors.ts";
import { isRegistryIntegration, rootProvider } from "../../domain/login/integration_targets.ts";
import type { Selection } from "../../domain/login/selection.ts";
import type { Target } from "../../domain/login/target.ts";
import { parseRegistry } from "../../domain/registry/parse_registry.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import { loadAuth, type LoadedAuth, requireAuth } from "../config/load_auth.ts";
import { chosenIntegrations, identityChoice } from "./choose_identity.ts";
import { findNamedIntegration } from "./named_integration.ts";
import {
  namedRegistries,
  type SelectedTargets,
  type SelectionPorts,
  sortPositionals,
  withoutConfiguration,
} from "./selection.ts";

/**
 * The registries to log out of. Requires less of the configuration than a login: an identity that no longer exists or works must not
 * prevent removing its logins. Without a configuration, `--all` means every existing login.
 */
export async function logoutTargets(
  typed: Selection,
  ports: SelectionPorts,
  present: () => Promise<readonly Registry[]>,
): Promise<SelectedTargets> {
  const { selection, hosts } = await sortPositionals(typed, ports);
  const registries = [...hosts.map((text) => parseRegistry(text)), ...namedRegistries(selection)];
  if (registries.length > 0 && selection.integrations.length === 0) return byHost(registries);
  if (selection.all) {
    const { files, problems } = await loadAuth(ports, []);
    if (problems.length === 0 && !files.some(({ read }) => read)) return byHost(await present());
  }
  const loaded = await requireAuth(ports, {
    integrations: [],
    instead: "Log out by host with `atmos-ecr logout HOST`",
  });
  const { files, problems } = loaded;
  const integrations = await chosen(selection, loaded, ports);
  const targets = uniqueHosts([
    ...integrations.flatMap(targetsOf),
    ...registries.map((registry) => ({ registry })),
  ]);
  return { targets, files, problems, notes: [] };
}

function byHost(registries: readonly Registry[]): SelectedTargets {
  return withoutConfiguration(uniqueHosts(registries.map((registry) => ({ registry }))));
}

async function chosen(
  { integrations, all, identity }: Selection,
  loaded: LoadedAuth,
  ports: SelectionPorts,
): Promise<readonly RegistryIntegration[]> {
  const { auth } = loaded;
  if (integrations.length > 0) return integrations.map((name) => named(auth, name));
  if (all) return readable(auth);
  const linked = typeof identity === "string"
    ? readable(auth).filter(({ via }) =>
      via !== undefined &&
      foldName(via.name) === (via.kind === "identity" ? foldName(identity) : rootProvider(auth, identity))
    )
    : [];
  if (linked.length > 0) return linked;
  return (await chosenIntegrations(identity, identityChoice(loaded, ports))).integrations;
}

function named(auth: AuthConfig, name: string): RegistryIntegration {
  const draft = auth.integrations.get(foldName(name))?.draft;
  const integration = draft !== undefined && isRegistryIntegration(draft) && draft.hosts.length > 0
    ? draft
    : findNamedIntegration(auth, name);
  if (isRegistryIntegration(integration)) return integration;
  throw new LookupError(
    "INTEGRATION_NOT_FOUND",
    `Cannot log out of integration "${name}": it is not an ECR integration`,
    { hint: "Specify one of kind aws/ecr or aws/ecr-public" },
  );
}

/** Every readable ECR integration. */
function readable(auth: AuthConfig): RegistryIntegration[] {
  return [...auth.integrations.values()]
    .flatMap<Integration>(({ value, draft }) => value ?? draft ?? [])
    .filter(isRegistryIntegration);
}

function targetsOf({ name, hosts, via }: RegistryIntegration): Target[] {
  return hosts.map((host) => ({
    registry: parseRegistry(host),
    integration: name,
    ...(via?.kind === "identity" ? { identity: via.name } : {}),
  }));
}

function uniqueHosts(targets: readonly Target[]): Target[] {
  return [...new Map(targets.toReversed().map((target) => [target.registry.host, target])).values()]
    .toReversed();
}
