import { AtmosEcrError } from "../../domain/errors/errors.ts";
import type { Target } from "../../domain/login/target.ts";
import type { IdentitySessions } from "../../ports/identity_sessions.ts";
import type { TokenCache } from "../../ports/token_cache.ts";
import type { DockerLogins } from "../docker_logins.ts";
import { logout } from "../logout.ts";
import type { IdentityLogin, LogoutPlan } from "./plan_logout.ts";

/** What a logout works with. */
export interface LogoutPorts {
  readonly sessions: IdentitySessions;
  readonly cache: TokenCache;
  /** Asked for only when there is a registry to log out of. */
  docker(): DockerLogins;
}

/** One thing that a logout takes away. */
export type Removal =
  | { readonly kind: "session"; readonly identity: string; readonly path: string }
  | { readonly kind: "docker"; readonly target: Target };

/** What became of it. */
export type RemovalOutcome =
  & Removal
  & ({ readonly status: "ok" } | { readonly status: "failed"; readonly error: AtmosEcrError });

/** What a logout would take away: what is there of the plan. */
export async function previewLogout(plan: LogoutPlan, ports: LogoutPorts): Promise<Removal[]> {
  const removals: Removal[] = [];
  for (const login of plan.sessions) {
    if (await ports.sessions.read(login.place) !== undefined) removals.push(sessionRemoval(login, ports));
  }
  return [...removals, ...await presentTargets(plan.targets, ports)];
}

/** Takes away what is there of the plan. One failure stops nothing else. */
export async function logOut(plan: LogoutPlan, ports: LogoutPorts): Promise<RemovalOutcome[]> {
  const outcomes: RemovalOutcome[] = [];
  for (const login of plan.sessions) {
    const removal = sessionRemoval(login, ports);
    try {
      if (await ports.sessions.remove(login.place)) outcomes.push({ ...removal, status: "ok" });
    } catch (error) {
      outcomes.push({ ...removal, status: "failed", error: foreseen(error) });
    }
  }
  return [...outcomes, ...await logOutOfDocker(plan.targets, ports)];
}

async function logOutOfDocker(targets: readonly Target[], ports: LogoutPorts): Promise<RemovalOutcome[]> {
  if (targets.length === 0) return [];
  try {
    const present = new Set((await presentTargets(targets, ports)).map(({ target }) => target));
    const outcomes = await logout(targets, { docker: ports.docker(), cache: ports.cache });
    return outcomes
      .filter(({ target, status }) => status === "failed" || present.has(target))
      .map((outcome) => ({ kind: "docker", ...outcome }));
  } catch (error) {
    const reason = foreseen(error);
    return targets.map((target) => ({ kind: "docker", target, status: "failed", error: reason }));
  }
}

async function presentTargets(
  targets: readonly Target[],
  { docker }: LogoutPorts,
): Promise<Extract<Removal, { readonly kind: "docker" }>[]> {
  if (targets.length === 0) return [];
  const present = await docker().present(targets.map(({ registry }) => registry.host));
  return targets.filter(({ registry }) => present.includes(registry.host)).map((target) => ({
    kind: "docker",
    target,
  }));
}

function sessionRemoval(
  { identity, place }: IdentityLogin,
  { sessions }: LogoutPorts,
): Extract<Removal, { readonly kind: "session" }> {
  return { kind: "session", identity, path: sessions.files(place)?.credentials ?? "" };
}

/** A failure that was foreseen; a defect is passed on. */
function foreseen(error: unknown): AtmosEcrError {
  if (error instanceof AtmosEcrError) return error;
  throw error;
}
