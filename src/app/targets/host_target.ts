import { problemsOnPath } from "../../domain/auth/validate/path_problems.ts";
import type { AuthConfig } from "../../domain/auth/model/auth_config.ts";
import type { Problem } from "../../domain/config/problem.ts";
import type { Target } from "../../domain/login/target.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import { type LoadedAuth, withIdentities } from "../config/load_auth.ts";
import { type TokenTarget, tokenTarget } from "../login/issue_token.ts";
import { type PinnedTarget, pinnedTarget } from "./pinned_target.ts";
import type { SelectionPorts } from "./selected_targets.ts";

/** Who a registry is for that was given by its host. */
export interface HostTarget extends TokenTarget {
  /** Set where a pin decided it, and not the configuration here. */
  readonly pin: PinnedTarget | undefined;
}

/**
 * Who a registry is for: the identity that was given, else the one that the configuration here links to it, else the pin's, else the
 * environment's credentials.
 *
 * @throws {AtmosEcrError} What is wrong with the configuration or the pin: another identity must not take the place of one that cannot be
 * used.
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
  /** What is wrong on the way to the targets. Errors are thrown by whoever needs the entry, and said once. */
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
