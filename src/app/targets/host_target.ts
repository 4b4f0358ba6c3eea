import type { AuthConfig } from "../../domain/auth/model/auth_config.ts";
import { defaultIdentities } from "../../domain/auth/model/names.ts";
import { problemsOnPath } from "../../domain/auth/validate/path_problems.ts";
import type { Problem } from "../../domain/config/problem.ts";
import { type TargetChoice, targetsOfRegistry } from "../../domain/login/integration_targets.ts";
import { droppedNote, type Target, uniqueTargets } from "../../domain/login/target.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import { type LoadedAuth, withIdentities } from "../config/load_auth.ts";
import { type PinnedTarget, pinnedTarget } from "./pinned_target.ts";
import type { SelectedTargets, SelectionPorts } from "./selection.ts";

/** The principal of a registry as the configuration links it, and notes about that configuration. */
export interface LinkedTarget extends Pick<SelectedTargets, "problems" | "notes"> {
  readonly target: Target;
}

/** The principal of a registry that was given as a host. */
export interface HostTarget extends LinkedTarget {
  /** Set if a pin determined it, instead of the configuration here. */
  readonly pin: PinnedTarget | undefined;
}

/**
 * The principal of a registry: the given identity, otherwise the one that the configuration here links to it, otherwise that of the pin,
 * otherwise the environment's credentials.
 *
 * @throws {AtmosEcrError} A problem of the configuration or the pin: another identity must not replace one that cannot be used.
 */
export async function hostTarget(
  registry: Registry,
  { auth, files }: Pick<LoadedAuth, "auth" | "files">,
  { pinnedTargets }: Pick<SelectionPorts, "pinnedTargets">,
  choice: TargetChoice = {},
): Promise<HostTarget> {
  const linked = linkedTarget(auth, registry, choice);
  if (linked.target.identity !== undefined) return { ...linked, pin: undefined };
  const ports = await pinnedTargets?.();
  const pin = ports === undefined ? undefined : await pinnedTarget(registry, ports);
  const note = pin?.note ?? environmentNote(registry.host, files.some(({ read }) => read));
  return { ...linked, target: pin?.target ?? linked.target, notes: [...linked.notes, note], pin };
}

/** @param isFound Whether there is a configuration. */
function environmentNote(host: string, isFound: boolean): string {
  const reason = isFound ? "no configured integration matches it" : "no atmos.yaml was found";
  return `Using the environment's AWS credentials for ${host}: ${reason}`;
}

/** The principal of a registry: the given identity, otherwise the one that the configuration links to it, otherwise the environment. */
export function linkedTarget(
  auth: AuthConfig,
  registry: Registry,
  { identity, preferred }: TargetChoice = {},
): LinkedTarget {
  const found = identity === undefined
    ? targetsOfRegistry(auth, registry, preferred)
    : [{ registry, identity }];
  const { targets: [target = { registry }], dropped } = uniqueTargets(found, defaultIdentities(auth));
  return {
    target,
    problems: [
      ...(found.length === 0 ? unreadableIntegrations(auth) : []),
      ...warnings(problemsOnPath(auth, [target])),
    ],
    notes: dropped.map(droppedNote),
  };
}

/** Problems of integrations whose registry cannot be read: any of them may be the intended one. */
export function unreadableIntegrations(auth: AuthConfig): Problem[] {
  return [...auth.integrations.values()]
    .filter(({ value, draft }) => value === undefined && draft?.kind !== "other")
    .flatMap(({ problems }) => problems);
}

/** Evaluates what some targets need, with the problems on their path: errors are thrown when the entry is used, and reported once. */
export async function completeTargets(
  targets: readonly Target[],
  loaded: LoadedAuth,
): Promise<{ readonly final: LoadedAuth; readonly onPath: readonly Problem[] }> {
  const final = await withIdentities(loaded, targets.flatMap(({ identity }) => identity ?? []));
  return { final, onPath: problemsOnPath(final.auth, targets) };
}

/** The warnings among some problems. */
export function warnings(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ severity }) => severity === "warning");
}
