import { problemsOnPath } from "../../domain/auth/validate/path_problems.ts";
import type { AuthConfig } from "../../domain/auth/model/auth_config.ts";
import type { Problem } from "../../domain/config/problem.ts";
import type { Target } from "../../domain/login/target.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import { type LoadedAuth, withIdentities } from "../config/load_auth.ts";
import { type TokenTarget, tokenTarget } from "../login/issue_token.ts";
import { type PinnedTarget, pinnedTarget } from "./pinned_target.ts";
import type { SelectionPorts } from "./selected_targets.ts";

/** The principal of a registry that was given as a host. */
export interface HostTarget extends TokenTarget {
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
  auth: AuthConfig,
  { pinnedTargets }: Pick<SelectionPorts, "pinnedTargets">,
  identity?: string,
): Promise<HostTarget> {
  const configured = tokenTarget(auth, registry, identity);
  const ports = configured.target.identity === undefined ? await pinnedTargets?.() : undefined;
  const pin = ports === undefined ? undefined : await pinnedTarget(registry, ports);
  if (pin === undefined) return { ...configured, pin };
  return { ...configured, target: pin.target, notes: [...configured.notes, pin.note], pin };
}

/** A configuration in which everything is evaluated that some targets need. */
export interface CompleteTargets {
  readonly final: LoadedAuth;
  /** Problems of the entries that the targets need. Errors are thrown when the entry is used, and reported once. */
  readonly onPath: readonly Problem[];
}

/** Evaluates what the identities of some targets need. */
export async function completeTargets(
  targets: readonly Target[],
  loaded: LoadedAuth,
): Promise<CompleteTargets> {
  const identities = targets.flatMap(({ identity }) => identity === undefined ? [] : [identity]);
  const final = await withIdentities(loaded, identities);
  return { final, onPath: problemsOnPath(final.auth, targets) };
}

/** The warnings among some problems. */
export function warnings(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ severity }) => severity === "warning");
}
