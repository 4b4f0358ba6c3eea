import { definedFields } from "../../domain/auth/decode/field_reader.ts";
import { defaultIdentities } from "../../domain/auth/model/names.ts";
import { LookupError, UsageError } from "../../domain/errors/errors.ts";
import { allRegistryIntegrations, targetsOfIntegration } from "../../domain/login/integration_targets.ts";
import type { Selection } from "../../domain/login/selection.ts";
import { strayIntegrations } from "../../domain/login/stray_integrations.ts";
import { droppedNote, requireUniqueTargets, type Target, uniqueTargets } from "../../domain/login/target.ts";
import type { LoadedAuth } from "../config/load_auth.ts";
import { chooseIdentity, chosenIntegrations, identityChoice, preferredIdentity } from "./choose_identity.ts";
import { requireAuthOrProfile } from "./choose_profile.ts";
import { completeTargets, warnings } from "./host_target.ts";
import { hostTargets } from "./login_hosts.ts";
import { namedTargets } from "./named_integration.ts";
import {
  namedRegistries,
  type SelectedTargets,
  type SelectionPorts,
  sortPositionals,
  withoutConfiguration,
} from "./selection.ts";

/** The registries to log in to, each with its integration and identity. Validates every name and host; does not call AWS. */
export async function loginTargets(typed: Selection, ports: SelectionPorts): Promise<SelectedTargets> {
  const { selection, hosts } = await sortPositionals(typed, ports);
  if (hosts.length > 0) return await hostTargets(hosts, selection, ports);
  const { identity, integrations, awsProfile } = selection;
  const registries = namedRegistries(selection);
  if (registries.length > 0 && identity === undefined) {
    const targets = registries.map((registry) => ({ registry, ...definedFields({ awsProfile }) }));
    return withoutConfiguration(requireUniqueTargets(targets));
  }
  const isNamed = integrations.length > 0;
  const loaded = await requireAuthOrProfile({ identity, integrations }, ports, {
    integrations: isNamed ? integrations : "all",
    instead: "Start with `atmos-ecr init`, log in to a host with `atmos-ecr login HOST [--aws-profile NAME]`",
  });
  const { auth } = loaded;
  const found = registries.length > 0
    ? await withIdentity(registries, selection, { loaded, ports })
    : await configured(selection, loaded, ports);
  const { targets, dropped } = isNamed
    ? { targets: requireUniqueTargets(found), dropped: [] }
    : uniqueTargets(found, defaultIdentities(auth));
  const { final, onPath } = await completeTargets(targets, loaded);
  return {
    targets,
    loaded: final,
    files: final.files,
    problems: [
      ...final.problems,
      // A named integration is explicit; with an identity or `--all`, these are omitted.
      ...(isNamed ? [] : strayIntegrations(auth)),
      ...warnings(onPath),
    ],
    notes: dropped.map(droppedNote),
  };
}

async function withIdentity(
  registries: readonly Target["registry"][],
  { identity: flag }: Selection,
  { loaded, ports }: { readonly loaded: LoadedAuth; readonly ports: SelectionPorts },
): Promise<Target[]> {
  const identity = await chooseIdentity(flag, identityChoice(loaded, ports));
  return registries.map((registry) => ({ registry, identity }));
}

/** The targets of integrations: the named ones, all, or those of an identity. */
async function configured(
  selection: Selection,
  loaded: LoadedAuth,
  ports: SelectionPorts,
): Promise<Target[]> {
  const { auth } = loaded;
  const choice = { preferred: preferredIdentity(loaded, ports) };
  if (selection.integrations.length > 0) {
    return selection.integrations.flatMap((name) => namedTargets(auth, name, choice));
  }
  if (selection.all) {
    const integrations = allRegistryIntegrations(auth);
    if (integrations.length === 0) {
      throw new UsageError("Cannot find an integration of kind aws/ecr or aws/ecr-public for --all", {
        hint: "Add one to auth.integrations, or specify a registry with --registry HOST",
      });
    }
    return integrations.flatMap((integration) => targetsOfIntegration(auth, integration, choice));
  }
  const { integrations, identity } = await chosenIntegrations(
    selection.identity,
    identityChoice(loaded, ports),
  );
  if (identity !== undefined && integrations.length === 0) {
    throw new LookupError(
      "INTEGRATION_NOT_LINKED",
      `Cannot find an ECR integration of identity "${identity}"`,
      { hint: `Link one with "via: {identity: ${identity}}", or add --registry HOST` },
    );
  }
  return integrations.flatMap((integration) =>
    targetsOfIntegration(auth, integration, { ...choice, identity })
  );
}
