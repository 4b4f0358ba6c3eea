import type { AppContext } from "../../ports/context.ts";
import { type AtmosEcrError, EnvironmentError } from "../../domain/errors/errors.ts";
import type { Target } from "../../domain/login/target.ts";
import { isSameRegistry, parseHost } from "../../domain/registry/registry.ts";
import type { IdentityCenter } from "../../domain/sso/identity_center.ts";
import type { SsoSession } from "../../domain/sso/sso_session.ts";
import type { AllSessions } from "../../ports/sessions.ts";
import type { SignInLogins, SignInOwner } from "../../ports/browser.ts";
import type { DockerLogins } from "../login/docker_logins.ts";
import { asExpectedError } from "../expected_error.ts";
import { cachedRegistries, forgetTokens } from "../credential/forget_tokens.ts";
import type { IdentityLogin, KeyringPlace, LogoutPlan } from "./plan_logout.ts";

/** Time limit for revoking a session at AWS, in milliseconds. */
const END_DEADLINE_MS = 5_000;

/** What a logout needs. */
export interface LogoutPorts extends
  Pick<
    AppContext,
    | "sessions"
    | "ssoSessions"
    | "ssoPortal"
    | "provisioned"
    | "keyring"
    | "deadlines"
    | "clock"
    | "notes"
    | "cache"
  > {
  readonly signInLogins: Pick<SignInLogins, "read" | "remove">;
  /** Whether to remove keys of users too, which cannot be undone. */
  readonly keychain: boolean;
  /** Only called if there is a registry to log out of. */
  docker(): DockerLogins;
}

/** An item that a logout removes. */
export type Removal =
  | { readonly kind: "session"; readonly identity: string; readonly path: string }
  | { readonly kind: "sso"; readonly provider: string }
  /** The AWS sign-in of a user. */
  | { readonly kind: "sign-in"; readonly identity: string }
  /** A file of sessions of any realm. */
  | { readonly kind: "file"; readonly path: string }
  /** The identities found by a provider login. */
  | { readonly kind: "identities"; readonly provider: string; readonly path: string }
  /** The keys of a user, or a provider login that Atmos stored, in a keyring. */
  | { readonly kind: "keyring"; readonly identity?: string; readonly provider?: string }
  | { readonly kind: "docker"; readonly target: Target }
  /** Cached tokens of the credential helper. */
  | { readonly kind: "token"; readonly target: Target };

type TargetRemoval = Extract<Removal, { readonly target: Target }>;

/** The result of a removal. */
export type RemovalOutcome =
  & Removal
  & ({ readonly status: "ok" } | { readonly status: "failed"; readonly error: AtmosEcrError });

/** What a logout would remove: the items of the plan that exist. */
export async function previewLogout(plan: LogoutPlan, ports: LogoutPorts): Promise<Removal[]> {
  const removals: Removal[] = [];
  for (const login of plan.sessions) {
    if (await ports.sessions.has(login.place)) removals.push(sessionRemoval(login, ports));
  }
  for (const center of plan.centers) {
    const provider = center.name;
    if (await ports.ssoSessions.read(center) !== undefined) removals.push({ kind: "sso", provider });
    const path = await ports.provisioned.find(provider);
    if (path !== undefined) removals.push({ kind: "identities", provider, path });
  }
  for (const owner of plan.signIns) {
    if (await ports.signInLogins.read(owner) !== undefined) removals.push(signInRemoval(owner));
  }
  for (const place of removedEntries(plan, ports)) {
    if (await ports.keyring.has(place.owner)) removals.push(entryRemoval(place));
  }
  return [
    ...removals,
    ...await presentTargets(plan.targets, ports),
    ...await cachedTargets(plan.targets, ports),
  ];
}

/** Removes the items of the plan that exist. A failure does not stop the others. */
export async function logOut(plan: LogoutPlan, ports: LogoutPorts): Promise<RemovalOutcome[]> {
  const outcomes: RemovalOutcome[] = [];
  for (const login of plan.sessions) {
    if (!await ports.sessions.has(login.place)) continue;
    const removal = sessionRemoval(login, ports);
    const isRemoved = await ports.sessions.remove(login.place);
    outcomes.push(
      isRemoved ? { ...removal, status: "ok" } : { ...removal, status: "failed", error: kept(removal.path) },
    );
  }
  for (const center of plan.centers) {
    const path = await ports.provisioned.find(center.name);
    const session = await ports.ssoSessions.read(center);
    await attempt({ kind: "sso", provider: center.name }, () => ports.ssoSessions.remove(center), outcomes);
    if (session !== undefined) await endSsoSession(center, session, ports);
    if (path === undefined) continue;
    const removal: Removal = { kind: "identities", provider: center.name, path };
    await attempt(removal, () => ports.provisioned.remove(center.name), outcomes);
  }
  for (const owner of plan.signIns) {
    await attempt(signInRemoval(owner), () => ports.signInLogins.remove(owner), outcomes);
  }
  for (const place of removedEntries(plan, ports)) {
    // With `--keychain`, an unusable keyring is an error; otherwise there may be none.
    if (!ports.keychain && !await ports.keyring.has(place.owner)) continue;
    await attempt(entryRemoval(place), () => ports.keyring.remove(place.owner), outcomes);
  }
  return [...outcomes, ...await logOutOfDocker(plan.targets, ports)];
}

/** What {@linkcode logOutOfAllRealms} would remove. */
export async function previewAllRealms(
  plan: LogoutPlan,
  ports: LogoutPorts,
  allSessions: AllSessions,
): Promise<Removal[]> {
  const removals = await previewLogout(plan, ports);
  const files = await allSessions.list();
  return [
    ...removals.filter(isElsewhere),
    ...await otherTokens(plan, ports),
    ...files.map((path): Removal => ({ kind: "file", path })),
  ];
}

/** Removes the items of the plan that exist, and the sessions and logins of all realms. A failure does not stop the others. */
export async function logOutOfAllRealms(
  plan: LogoutPlan,
  ports: LogoutPorts,
  allSessions: AllSessions,
): Promise<RemovalOutcome[]> {
  // Listed before the plan removes some of them, so that each is reported once.
  const files = await allSessions.list();
  const tokens = await otherTokens(plan, ports);
  const outcomes = (await logOut(plan, ports)).filter((one) => isElsewhere(one) || one.status === "failed");
  outcomes.push(...await forgetTargets(tokens, ports));
  for (const path of files) {
    await attempt({ kind: "file", path }, async () => {
      await allSessions.remove(path);
      return true;
    }, outcomes);
  }
  return outcomes;
}

/** Cached tokens of registries that are not in the plan. */
async function otherTokens({ targets }: LogoutPlan, { cache }: LogoutPorts): Promise<TargetRemoval[]> {
  const hosts = new Set((await cache.list()).map(({ host }) => host));
  return [...hosts].toSorted().flatMap((host): TargetRemoval[] => {
    const registry = parseHost(host);
    const isOther = registry !== undefined &&
      !targets.some((target) => isSameRegistry(target.registry, registry));
    return isOther ? [{ kind: "token", target: { registry } }] : [];
  });
}

/** Whether an item is in none of the files of sessions and logins. */
function isElsewhere({ kind }: Removal): boolean {
  return !["session", "sso", "sign-in", "identities"].includes(kind);
}

/** The users whose keys remain in a keyring after a logout. */
export async function keptKeys(
  { entries }: LogoutPlan,
  { keyring, keychain }: Pick<LogoutPorts, "keyring" | "keychain">,
): Promise<string[]> {
  if (keychain) return [];
  const names: string[] = [];
  for (const { kind, owner } of entries) {
    if (kind === "identity" && await keyring.has(owner)) names.push(owner.name);
  }
  return names;
}

/** A provider login is removed with the provider; keys only on request. */
function removedEntries(
  { entries }: LogoutPlan,
  { keychain }: Pick<LogoutPorts, "keychain">,
): readonly KeyringPlace[] {
  return entries.filter(({ kind }) => keychain || kind === "provider");
}

function signInRemoval({ identity }: SignInOwner): Removal {
  return { kind: "sign-in", identity };
}

function entryRemoval({ kind, owner }: KeyringPlace): Removal {
  return kind === "identity"
    ? { kind: "keyring", identity: owner.name }
    : { kind: "keyring", provider: owner.name };
}

/** Removes an item, and records the result, unless it did not exist. */
async function attempt(
  removal: Removal,
  remove: () => Promise<boolean>,
  outcomes: RemovalOutcome[],
): Promise<void> {
  try {
    if (await remove()) outcomes.push({ ...removal, status: "ok" });
  } catch (error) {
    outcomes.push({ ...removal, status: "failed", error: asExpectedError(error) });
  }
}

/** Revokes a session at AWS, too. The local session is removed even if that fails. */
async function endSsoSession(
  center: IdentityCenter,
  { accessToken, expiresAt }: SsoSession,
  { ssoPortal, deadlines, clock, notes }: LogoutPorts,
): Promise<void> {
  if (expiresAt <= clock()) return;
  using deadline = deadlines(END_DEADLINE_MS);
  try {
    await ssoPortal.logout(accessToken, {
      region: center.region,
      endpointUrl: center.endpointUrl,
      signal: deadline.signal,
    });
  } catch (error) {
    const { message } = asExpectedError(error);
    notes.warning(`The session of "${center.name}" remains valid at AWS until it expires: ${message}`);
  }
}

async function logOutOfDocker(targets: readonly Target[], ports: LogoutPorts): Promise<RemovalOutcome[]> {
  if (targets.length === 0) return [];
  const cached = await cachedTargets(targets, ports);
  // First, since tokens do not depend on Docker.
  const tokens = await forgetTargets(cached, ports);
  try {
    const present = new Set((await presentTargets(targets, ports)).map(({ target }) => target));
    const failures = await ports.docker().remove(targets.map(({ registry }) => registry.host));
    const logins = targets.flatMap((target): RemovalOutcome[] => {
      const error = failures.get(target.registry.host);
      if (error !== undefined) return [{ kind: "docker", target, status: "failed", error }];
      return present.has(target) ? [{ kind: "docker", target, status: "ok" }] : [];
    });
    return [...logins, ...tokens];
  } catch (error) {
    const reason = asExpectedError(error);
    return [
      ...targets.map((target): RemovalOutcome => ({
        kind: "docker",
        target,
        status: "failed",
        error: reason,
      })),
      ...tokens,
    ];
  }
}

async function forgetTargets(
  removals: readonly TargetRemoval[],
  { cache }: LogoutPorts,
): Promise<RemovalOutcome[]> {
  const failures = await forgetTokens(removals.map(({ target }) => target.registry), cache);
  return removals.map((removal): RemovalOutcome => {
    const error = failures.get(removal.target.registry.host);
    return error === undefined ? { ...removal, status: "ok" } : { ...removal, status: "failed", error };
  });
}

async function presentTargets(targets: readonly Target[], { docker }: LogoutPorts): Promise<TargetRemoval[]> {
  if (targets.length === 0) return [];
  const present = await docker().present(targets.map(({ registry }) => registry.host));
  return targets.filter(({ registry }) => present.includes(registry.host))
    .map((target) => ({ kind: "docker", target }));
}

/** The registries with a cached token, under any of their names. */
async function cachedTargets(targets: readonly Target[], { cache }: LogoutPorts): Promise<TargetRemoval[]> {
  const cached = await cachedRegistries(targets.map(({ registry }) => registry), cache);
  return targets.filter(({ registry }) => cached.includes(registry))
    .map((target) => ({ kind: "token", target }));
}

function sessionRemoval(
  { identity, place }: IdentityLogin,
  { sessions }: LogoutPorts,
): Extract<Removal, { readonly kind: "session" }> {
  return { kind: "session", identity, path: sessions.files(place)?.credentials ?? "" };
}

function kept(path: string): EnvironmentError {
  return new EnvironmentError("STATE_UNUSABLE", `Cannot change "${path}"`, {
    hint: "Make the file and its directory writable, or remove the session by hand",
  });
}
