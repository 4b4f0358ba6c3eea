import type { AuthConfig } from "../../domain/auth/model/auth_config.ts";
import { definedFields } from "../../domain/auth/decode/field_reader.ts";
import { LookupError, UsageError } from "../../domain/errors/errors.ts";
import { defaultIdentities } from "../../domain/auth/model/names.ts";
import {
  allRegistryIntegrations,
  integrationsOfIdentity,
  strayIntegrations,
  targetsOfIntegration,
} from "../../domain/login/integration_targets.ts";
import { checkSelection, type Selection } from "../../domain/login/selection.ts";
import { droppedNote, requireUniqueTargets, type Target, uniqueTargets } from "../../domain/login/target.ts";
import { parseRegistry } from "../../domain/registry/parse_registry.ts";
import { PUBLIC_HOST } from "../../domain/registry/registry.ts";
import type { LoadedConfig } from "../../ports/config.ts";
import { chooseIdentity, chooseIntegrations } from "./choose_identity.ts";
import { namedTargets } from "./named_integration.ts";
import { completeTargets, warnings } from "./host_target.ts";
import type { SelectedTargets, SelectionPorts } from "./selected_targets.ts";
import { selectHosts } from "./select_hosts.ts";
import { sortPositionals } from "./sort_positionals.ts";
import { type LoadedAuth } from "../config/load_auth.ts";
import { requireAuthOrProfile } from "./profile_rescue.ts";

/**
 * The registries selected by the command line, each with its integration and identity. Validates every name and host; does not call AWS.
 */
export async function selectTargets(typed: Selection, ports: SelectionPorts): Promise<SelectedTargets> {
  const { selection, hosts } = await sortPositionals(typed, ports);
  checkSelection(selection);
  if (hosts.length > 0) return await selectHosts(hosts, selection, ports);
  const registries = [
    ...selection.registries.map((text) => parseRegistry(text)),
    ...(selection.public ? [parseRegistry(PUBLIC_HOST)] : []),
  ];
  if (registries.length > 0 && selection.identity === undefined) {
    return {
      targets: requireUniqueTargets(
        registries.map((registry) => ({ registry, ...definedFields({ awsProfile: selection.awsProfile }) })),
      ),
      files: [],
      problems: [],
      notes: [],
    };
  }
  const named = selection.integrations.length > 0 ? selection.integrations : "all";
  const { identity } = selection;
  const wanted = {
    identity: typeof identity === "string" ? identity : undefined,
    integrations: selection.integrations,
  };
  const { loaded, configSelection } = await requireAuthOrProfile(wanted, ports, {
    integrations: named,
    instead: "Start with `atmos-ecr init`, log in to a host with `atmos-ecr login HOST [--aws-profile NAME]`",
  });
  const { auth } = loaded;
  const found = registries.length > 0
    ? byHand(registries, await identityFor(selection, loaded, ports))
    : await configured(selection, loaded, ports);
  const { targets, notes } = selection.integrations.length > 0
    ? { targets: requireUniqueTargets(found), notes: [] }
    : preferDefault(found, auth);
  const { final, onPath } = await completeTargets(targets, loaded);
  return {
    targets,
    facts: { auth: final.auth, config: final.config, selection: configSelection },
    files: final.files,
    problems: [
      ...final.problems,
      // A named integration is explicit; with an identity or `--all`, these are omitted.
      ...(selection.integrations.length > 0 ? [] : strayIntegrations(auth)),
      ...warnings(onPath),
    ],
    notes,
  };
}

function byHand(registries: readonly Target["registry"][], identity: string): Target[] {
  return registries.map((registry) => ({ registry, identity }));
}

/** The targets of integrations: the named ones, all, or those of an identity. */
async function configured(
  selection: Selection,
  loaded: LoadedAuth,
  ports: SelectionPorts,
): Promise<Target[]> {
  const { auth } = loaded;
  if (selection.integrations.length > 0) {
    return selection.integrations.flatMap((name) => namedTargets(auth, name));
  }
  if (selection.all) {
    const integrations = allRegistryIntegrations(auth);
    if (integrations.length === 0) {
      throw new UsageError("Cannot find an integration of kind aws/ecr or aws/ecr-public for --all", {
        hint: "Add one to auth.integrations, or specify a registry with --registry HOST",
      });
    }
    return integrations.flatMap((integration) => targetsOfIntegration(auth, integration));
  }
  const choice = { auth, prompter: ports.prompter, variable: identityVariable(loaded.config, ports) };
  const chosen = selection.identity === undefined ? await chooseIntegrations(choice) : undefined;
  if (chosen !== undefined) {
    return chosen.flatMap((integration) => targetsOfIntegration(auth, integration));
  }
  const identity = await chooseIdentity(selection.identity, choice);
  const integrations = integrationsOfIdentity(auth, identity);
  if (integrations.length === 0) {
    throw new LookupError(
      "INTEGRATION_NOT_LINKED",
      `Cannot find an ECR integration of identity "${identity}"`,
      {
        hint: `Link one with "via: {identity: ${identity}}", or add --registry HOST`,
      },
    );
  }
  return integrations.flatMap((integration) => targetsOfIntegration(auth, integration, identity));
}

/** `ATMOS_IDENTITY` in the environment, otherwise as the `env` section of the configuration sets it. */
export function identityVariable(config: LoadedConfig, ports: SelectionPorts): string | undefined {
  return ports.identityVariable ?? config.promoted.get("ATMOS_IDENTITY")?.value;
}

function identityFor(
  selection: Selection,
  { auth, config }: LoadedAuth,
  ports: SelectionPorts,
): Promise<string> {
  return chooseIdentity(selection.identity, {
    auth,
    prompter: ports.prompter,
    variable: identityVariable(config, ports),
  });
}

function preferDefault(
  found: readonly Target[],
  auth: AuthConfig,
): { targets: readonly Target[]; notes: string[] } {
  const { targets, dropped } = uniqueTargets(found, defaultIdentities(auth));
  return { targets, notes: dropped.map(droppedNote) };
}
