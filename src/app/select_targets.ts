import type { AuthConfig } from "../domain/auth/auth_config.ts";
import { findIntegration } from "../domain/auth/names.ts";
import { problemsOnPath } from "../domain/auth/path_problems.ts";
import type { Problem } from "../domain/config/problem.ts";
import { positionOf } from "../domain/config/origin.ts";
import { LookupError, UsageError } from "../domain/errors/errors.ts";
import { defaultIdentities } from "../domain/identity/default_identity.ts";
import {
  allRegistryIntegrations,
  integrationsOfIdentity,
  isRegistryIntegration,
  targetsOfIntegration,
} from "../domain/login/integration_targets.ts";
import { checkSelection, type Selection } from "../domain/login/selection.ts";
import type { Target } from "../domain/login/target.ts";
import { requireUniqueTargets, uniqueTargets } from "../domain/login/unique_targets.ts";
import { parseRegistry } from "../domain/registry/parse_registry.ts";
import { PUBLIC_HOST } from "../domain/registry/registry.ts";
import { escapeText } from "../domain/text/escape.ts";
import type {
  ConfigFileReport,
  ConfigSelection,
  Configurations,
  LoadedConfig,
} from "../ports/configurations.ts";
import type { Prompter } from "../ports/prompter.ts";
import { chooseIdentity } from "./choose_identity.ts";
import { chooseIntegrations } from "./choose_integrations.ts";
import { type LoadedAuth, requireAuth, withIdentities } from "./load_auth.ts";

/** What a selection is resolved with. */
export interface SelectionPorts {
  readonly configurations: Configurations;
  readonly configSelection: ConfigSelection;
  readonly prompter: Prompter;
  /** The value of `ATMOS_IDENTITY`. */
  readonly identityVariable: string | undefined;
}

/** The registries that a selection means. */
export interface SelectedTargets {
  readonly targets: readonly Target[];
  /** The configuration; absent when everything was given by hand, so that none was needed. */
  readonly facts?: {
    readonly auth: AuthConfig;
    readonly config: LoadedConfig;
    readonly selection: ConfigSelection;
  };
  /** The files that were looked at; none when everything was given by hand. */
  readonly files: readonly ConfigFileReport[];
  /** Warnings about the configuration on the way to these targets. */
  readonly problems: readonly Problem[];
  /** What else the user should know, as sentences. */
  readonly notes: readonly string[];
}

/**
 * The registries that the command line means, each with its integration and identity. Every name and host is checked; nothing is
 * asked of AWS.
 */
export async function selectTargets(selection: Selection, ports: SelectionPorts): Promise<SelectedTargets> {
  checkSelection(selection);
  const registries = [
    ...selection.registries.map((text) => parseRegistry(text)),
    ...(selection.public ? [parseRegistry(PUBLIC_HOST)] : []),
  ];
  if (registries.length > 0 && selection.identity === undefined) {
    return {
      targets: requireUniqueTargets(registries.map((registry) => ({ registry }))),
      files: [],
      problems: [],
      notes: [],
    };
  }
  const named = selection.integrations.length > 0 ? selection.integrations : "all";
  const loaded = await requireAuth(ports.configurations, ports.configSelection, {
    integrations: named,
    instead: "log in as whoever the environment is: --registry HOST",
  });
  const { auth } = loaded;
  const found = registries.length > 0
    ? byHand(registries, await identityFor(selection, loaded, ports))
    : await configured(selection, loaded, ports);
  const { targets, notes } = selection.integrations.length > 0
    ? { targets: requireUniqueTargets(found), notes: [] }
    : preferDefault(found, auth);
  const identities = targets.flatMap(({ identity }) => identity === undefined ? [] : [identity]);
  const final = await withIdentities(loaded, identities);
  return {
    targets,
    facts: { auth: final.auth, config: final.config, selection: ports.configSelection },
    files: final.files,
    // Errors are thrown by whoever needs the entry, and said once.
    problems: [
      ...final.problems,
      ...problemsOnPath(final.auth, targets).filter(({ severity }) => severity === "warning"),
    ],
    notes,
  };
}

function byHand(registries: readonly Target["registry"][], identity: string): Target[] {
  return registries.map((registry) => ({ registry, identity }));
}

/** The targets of integrations: the ones named, all, or those of an identity. */
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
        hint: "Add one to auth.integrations, or name a registry: --registry HOST",
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
      `Cannot find an ECR integration of identity "${escapeText(identity)}"`,
      {
        hint: `Link one with "via: {identity: ${escapeText(identity)}}", or add --registry HOST`,
      },
    );
  }
  return integrations.flatMap((integration) => targetsOfIntegration(auth, integration, identity));
}

function namedTargets(auth: AuthConfig, name: string): Target[] {
  const integration = findIntegration(auth, name);
  if (isRegistryIntegration(integration)) return targetsOfIntegration(auth, integration);
  throw new LookupError(
    "INTEGRATION_NOT_FOUND",
    `Cannot log in to integration "${escapeText(name)}": its kind ${
      escapeText(integration.writtenKind)
    } is not a registry of ECR`,
    { hint: "Name one of kind aws/ecr or aws/ecr-public", position: positionOf(integration.origin) },
  );
}

/** `ATMOS_IDENTITY` as the environment has it, else as the `env` section of the configuration sets it. */
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
  const notes = dropped.map(({ kept, dropped }) =>
    `${kept.registry.host} is wanted for two identities: using "${escapeText(kept.identity ?? "")}" ` +
    `(${escapeText(kept.integration ?? "")}), not "${escapeText(dropped.identity ?? "")}" (${
      escapeText(dropped.integration ?? "")
    })`
  );
  return { targets, notes };
}
