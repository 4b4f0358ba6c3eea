import { defaultIdentities } from "../../domain/auth/model/names.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import {
  allRegistryIntegrations,
  integrationsOfIdentity,
  targetsOfIntegration,
} from "../../domain/login/integration_targets.ts";
import { droppedNote, uniqueTargets } from "../../domain/login/target.ts";
import { parseRegistry } from "../../domain/registry/parse_registry.ts";
import { NON_INTERACTIVE_PROMPTER } from "../../ports/terminal.ts";
import { loadAuth } from "../config/load_auth.ts";
import { chooseIdentity, identityChoice } from "./choose_identity.ts";
import { requireAuthOrProfile } from "./choose_profile.ts";
import { completeTargets, linkedTarget, unreadableIntegrations } from "./host_target.ts";
import { type SelectedTargets, type SelectionPorts, withoutConfiguration } from "./selection.ts";

/** The selection of `docker install` and `docker uninstall`. */
export interface HostSelection {
  /** As typed. */
  readonly hosts: readonly string[];
  /** `--identity NAME`; `true` without a name. */
  readonly identity?: string | true | undefined;
  readonly awsProfile?: string | undefined;
  readonly all: boolean;
}

/**
 * The registries selected by the command line. A host uses the given AWS profile or identity, otherwise that of the integration which names
 * it, otherwise the environment's credentials. Without hosts, those of every integration, or of an identity's.
 */
export async function installTargets(
  selection: HostSelection,
  ports: SelectionPorts,
): Promise<SelectedTargets> {
  checkHosts(selection);
  const registries = selection.hosts.map((host) => parseRegistry(host));
  const { awsProfile, identity: flag } = selection;
  if (awsProfile !== undefined) {
    const targets = registries.map((registry) => ({ registry, awsProfile }));
    return withoutConfiguration(uniqueTargets(targets, []).targets);
  }
  const isByHand = registries.length > 0;
  // An identity in a profile must be selected with that profile, since a pin must contain it: there is no prompt.
  const loaded = isByHand && flag === undefined
    ? await loadAuth(ports)
    : await requireAuthOrProfile({ identity: flag }, { ...ports, prompter: NON_INTERACTIVE_PROMPTER }, {
      instead:
        "Start with `atmos-ecr init`, specify registry hosts with `atmos-ecr docker install HOST [--aws-profile NAME]`",
    });
  const { auth } = loaded;
  const identity = flag === undefined ? undefined : await chooseIdentity(flag, identityChoice(loaded, ports));
  const linked = registries.map((registry) => linkedTarget(auth, registry, { identity }));
  const found = isByHand
    ? linked.map(({ target }) => target)
    : (identity === undefined ? allRegistryIntegrations(auth) : integrationsOfIdentity(auth, identity))
      .flatMap((integration) => targetsOfIntegration(auth, integration, { identity }));
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
    files: final.files,
    problems: [
      ...final.problems,
      // One of them may be intended for a host that would be pinned to the environment's credentials.
      ...(linked.some(({ target }) => target.identity === undefined) ? unreadableIntegrations(auth) : []),
      ...onPath,
    ],
    notes: [...linked.flatMap(({ notes }) => notes), ...dropped.map(droppedNote)],
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
