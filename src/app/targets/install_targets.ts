import type { Problem } from "../../domain/config/problem.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import { defaultIdentities } from "../../domain/auth/model/names.ts";
import {
  allRegistryIntegrations,
  integrationsOfIdentity,
  targetsOfIntegration,
} from "../../domain/login/integration_targets.ts";
import { type Target, uniqueTargets } from "../../domain/login/target.ts";
import { parseRegistry } from "../../domain/registry/parse_registry.ts";
import { chooseIdentity } from "./choose_identity.ts";
import { completeTargets, tokenTarget } from "./host_target.ts";
import { loadAuth, type LoadedAuth } from "../config/load_auth.ts";
import { NON_INTERACTIVE_PROMPTER } from "../../ports/terminal.ts";
import { requireAuthOrProfile } from "./profile_rescue.ts";
import type { SelectionPorts } from "./selected_targets.ts";

/** The selection of `docker install` and `docker uninstall`. */
export interface HostSelection {
  /** As typed. */
  readonly hosts: readonly string[];
  /** `--identity NAME`; `true` without a name. */
  readonly identity?: string | true | undefined;
  /** `--aws-profile NAME`. */
  readonly awsProfile?: string | undefined;
  /** `--all`. */
  readonly all: boolean;
}

/** The registries to install, and the configuration with their identities. */
export interface InstallTargets {
  readonly targets: readonly Target[];
  /** Undefined if none was needed. */
  readonly loaded: LoadedAuth | undefined;
  readonly problems: readonly Problem[];
  /** Additional notes for the user, as sentences. */
  readonly notes: readonly string[];
}

/** The configuration; an identity in a profile must be selected with that profile, since a pin must contain it. */
async function withoutProfile({ identity }: HostSelection, ports: SelectionPorts): Promise<LoadedAuth> {
  const wanted = { identity: typeof identity === "string" ? identity : undefined };
  const { loaded } = await requireAuthOrProfile(wanted, { ...ports, prompter: NON_INTERACTIVE_PROMPTER }, {
    instead:
      "Start with `atmos-ecr init`, specify registry hosts with `atmos-ecr docker install HOST [--aws-profile NAME]`",
  });
  return loaded;
}

/**
 * The registries selected by the command line. A host uses the given AWS profile or identity, otherwise that of the integration which names
 * it, otherwise the environment's credentials. Without hosts, those of every integration, or of an identity's.
 *
 * @throws {AtmosEcrError} Any problem of the hosts or the configuration.
 */
export async function installTargets(
  selection: HostSelection,
  ports: SelectionPorts,
): Promise<InstallTargets> {
  checkHosts(selection);
  const registries = selection.hosts.map((host) => parseRegistry(host));
  const { awsProfile } = selection;
  if (awsProfile !== undefined) {
    const targets = registries.map((registry) => ({ registry, awsProfile }));
    return { targets: uniqueTargets(targets, []).targets, loaded: undefined, problems: [], notes: [] };
  }
  const isByHand = registries.length > 0;
  const loaded = isByHand && selection.identity === undefined
    ? await loadAuth(ports.configurations, ports.configSelection)
    : await withoutProfile(selection, ports);
  const { auth } = loaded;
  const identity = selection.identity === undefined ? undefined : await chooseIdentity(selection.identity, {
    auth,
    prompter: ports.prompter,
    variable: ports.identityVariable,
  });
  const found = isByHand
    ? registries.map((registry) => tokenTarget(auth, registry, identity).target)
    : (identity === undefined ? allRegistryIntegrations(auth) : integrationsOfIdentity(auth, identity))
      .flatMap((integration) => targetsOfIntegration(auth, integration, identity));
  if (found.length === 0) {
    throw new UsageError("Cannot determine the registries: the configuration has no ECR integration", {
      hint: "Specify registry hosts, or add integrations of kind aws/ecr",
    });
  }
  const { targets, dropped } = uniqueTargets(found, defaultIdentities(auth));
  const { final, onPath } = await completeTargets(targets, loaded);
  return {
    targets,
    loaded: final,
    problems: [...final.problems, ...onPath],
    notes: dropped.map(({ kept, dropped }) =>
      `${kept.registry.host} is configured for two identities: using "${kept.identity ?? ""}", ` +
      `not "${dropped.identity ?? ""}"`
    ),
  };
}

/** @throws {UsageError} `USAGE` if parts of the selection exclude each other, and for a profile without hosts. */
export function checkHosts({ hosts, identity, awsProfile, all }: HostSelection): void {
  const [host] = hosts;
  if (awsProfile !== undefined) {
    if (identity !== undefined) throw exclusive("--identity", "--aws-profile");
    if (all) throw exclusive("--all", "--aws-profile");
    if (host !== undefined) return;
    throw new UsageError("Cannot determine the registries: --aws-profile requires registry hosts", {
      hint: "Specify them: `atmos-ecr docker install HOST --aws-profile NAME`",
    });
  }
  if (!all) return;
  const other = host === undefined ? identity !== undefined && "--identity" : `the host "${host}"`;
  if (other) throw exclusive(other, "--all");
}

function exclusive(one: string, other: string): UsageError {
  return new UsageError(`Cannot combine ${one} with ${other}`, { hint: "Use only one of them" });
}
