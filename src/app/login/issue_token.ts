import type { AuthConfig } from "../../domain/auth/model/auth_config.ts";
import { problemsOnPath } from "../../domain/auth/validate/path_problems.ts";
import type { Problem } from "../../domain/config/problem.ts";
import { resolveChain } from "../../domain/identity/chain.ts";
import { defaultIdentities } from "../../domain/identity/default_identity.ts";
import type { Target } from "../../domain/login/target.ts";
import { targetsOfRegistry } from "../../domain/login/targets_of_registry.ts";
import { droppedNote, uniqueTargets } from "../../domain/login/unique_targets.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import type { EcrToken } from "../../domain/token/ecr_token.ts";
import type { Deadlines } from "../../ports/time.ts";
import { LOGIN_DEADLINE_MS } from "./login.ts";
import { type LoadedAuth, withIdentities } from "../config/load_auth.ts";
import type { TokenIssuer } from "../credential/token_issuer.ts";

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
