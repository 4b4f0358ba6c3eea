import type { AuthConfig } from "../../domain/auth/model/auth_config.ts";
import { problemsOnPath } from "../../domain/auth/validate/path_problems.ts";
import type { Problem } from "../../domain/config/problem.ts";
import { resolveChain } from "../../domain/identity/chain.ts";
import { defaultIdentities } from "../../domain/auth/model/names.ts";
import { droppedNote, type Target, uniqueTargets } from "../../domain/login/target.ts";
import { targetsOfRegistry } from "../../domain/login/integration_targets.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import type { EcrToken } from "../../domain/token/ecr_token.ts";
import type { Deadlines } from "../../ports/time.ts";
import { type LoadedAuth, withIdentities } from "../config/load_auth.ts";
import type { TokenIssuer } from "../credential/token_issuer.ts";
import { LOGIN_DEADLINE_MS } from "../login/login.ts";
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

/** The principal to request a registry's token for, and notes about the configuration that determined it. */
export interface TokenTarget {
  readonly target: Target;
  readonly problems: readonly Problem[];
  /** Additional notes for the user, as sentences. */
  readonly notes: readonly string[];
}

/**
 * The principal of a registry: the given identity, otherwise the one that the configuration links to it, otherwise the environment.
 *
 * @param identity The name of a requested identity.
 */
export function tokenTarget(auth: AuthConfig, registry: Registry, identity?: string): TokenTarget {
  const found = identity === undefined ? targetsOfRegistry(auth, registry) : [{ registry, identity }];
  const { targets: [target = { registry }], dropped } = uniqueTargets(found, defaultIdentities(auth));
  const onPath = problemsOnPath(auth, [target]).filter(({ severity }) => severity === "warning");
  return {
    target,
    problems: [...(found.length === 0 ? unreadable(auth) : []), ...onPath],
    notes: dropped.map(droppedNote),
  };
}

/** Problems of integrations whose registry cannot be read: any of them may be the intended one. */
function unreadable(auth: AuthConfig): Problem[] {
  return [...auth.integrations.values()]
    .filter(({ value, draft }) => value === undefined && draft?.kind !== "other")
    .flatMap(({ problems }) => problems);
}

/** Requests a token for one registry, without changing Docker's configuration. */
export async function issueToken(
  target: Target,
  loaded: LoadedAuth,
  { issuer, deadlines }: { readonly issuer: TokenIssuer; readonly deadlines: Deadlines },
): Promise<EcrToken> {
  const { identity } = target;
  const chain = identity === undefined
    ? undefined
    : resolveChain((await withIdentities(loaded, [identity])).auth, identity);
  if (chain !== undefined) issuer.check(chain, target.registry);
  using deadline = deadlines(LOGIN_DEADLINE_MS);
  return await issuer.issue(target.registry, chain, { deadline, realm: loaded.config.realm.value });
}

/** Requests a token with the credentials of an AWS profile, which needs no configuration. */
export async function issueProfileToken(
  registry: Registry,
  profile: string,
  { issuer, deadlines }: { readonly issuer: TokenIssuer; readonly deadlines: Deadlines },
): Promise<EcrToken> {
  using deadline = deadlines(LOGIN_DEADLINE_MS);
  return await issuer.issue(registry, undefined, { deadline, realm: "", profile: { name: profile } });
}
