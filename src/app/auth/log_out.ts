import { EnvironmentError } from "../../domain/errors/errors.ts";
import type { IdentityCenter } from "../../domain/sso/identity_center.ts";
import type { SsoSession } from "../../domain/sso/sso_session.ts";
import type { SignInLogins } from "../../ports/browser.ts";
import type { AppContext } from "../../ports/context.ts";
import type { AllSessions } from "../../ports/sessions.ts";
import { asExpectedError } from "../expected_error.ts";
import { ssoOptions } from "../identities/identity_center/sso_ports.ts";
import {
  type DockerLogoutPorts,
  logOutOfDocker,
  otherTokens,
  presentTargets,
  removeTokens,
} from "./log_out_of_docker.ts";
import type { IdentityLogin, KeyringPlace, LogoutPlan } from "./plan_logout.ts";
import { attempt, type Removal, type RemovalOutcome } from "./removal.ts";

/** Time limit for revoking a session at AWS, in milliseconds. */
const END_DEADLINE_MS = 5_000;

/**
 * How long to wait for a process that renews a login, in milliseconds: it would store it again after the logout. One that waits for its
 * user takes longer, and will have a new login.
 */
const LOCK_MS = 3_000;

/** What a logout needs. */
export interface LogoutPorts extends
  DockerLogoutPorts,
  Pick<
    AppContext,
    "sessions" | "ssoSessions" | "ssoPortal" | "provisioned" | "keyring" | "deadlines" | "clock" | "notes"
  > {
  readonly signInLogins: Pick<SignInLogins, "read" | "remove" | "hold">;
  /** Whether to remove keys of users too, which cannot be undone. */
  readonly keychain: boolean;
}

/**
 * What a logout would remove: the items of the plan that exist.
 *
 * @param allSessions The sessions and logins of all realms, to remove them too.
 */
export async function previewLogout(
  plan: LogoutPlan,
  ports: LogoutPorts,
  allSessions?: AllSessions,
): Promise<Removal[]> {
  const removals: Removal[] = [];
  for (const { removal, exists } of await itemsOf(plan, ports)) {
    if (await exists()) removals.push(removal);
  }
  removals.push(...await presentTargets(plan.targets, ports));
  if (allSessions === undefined) return removals;
  return [
    ...removals.filter(isElsewhere),
    ...await otherTokens(plan.targets, ports),
    ...(await allSessions.list()).map((path): Removal => ({ kind: "file", path })),
  ];
}

/** Removes what {@linkcode previewLogout} reports. A failure does not stop the others. */
export async function logOut(
  plan: LogoutPlan,
  ports: LogoutPorts,
  allSessions?: AllSessions,
): Promise<RemovalOutcome[]> {
  // Listed before the plan removes some of them, so that each is reported once.
  const files = await allSessions?.list() ?? [];
  const tokens = allSessions === undefined ? [] : await otherTokens(plan.targets, ports);
  const outcomes: RemovalOutcome[] = [];
  for (const { removal, remove } of await itemsOf(plan, ports)) {
    outcomes.push(...await attempt(removal, remove));
  }
  outcomes.push(...await logOutOfDocker(plan.targets, ports));
  if (allSessions === undefined) return outcomes;
  const reported = outcomes.filter((one) => isElsewhere(one) || one.status === "failed");
  reported.push(...await removeTokens(tokens, ports));
  for (const path of files) {
    const remove = async (): Promise<boolean> => {
      await allSessions.remove(path);
      return true;
    };
    reported.push(...await attempt({ kind: "file", path }, remove));
  }
  return reported;
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

/** A session or login that a logout removes. */
interface Item {
  readonly removal: Removal;
  exists(): Promise<boolean>;
  /** @returns Whether it existed. */
  remove(): Promise<boolean>;
}

/** The sessions and logins of a plan, whether they exist or not. */
async function itemsOf(plan: LogoutPlan, ports: LogoutPorts): Promise<Item[]> {
  const { provisioned, signInLogins } = ports;
  const items = plan.sessions.map((login) => sessionItem(login, ports));
  for (const center of plan.centers) {
    const provider = center.name;
    items.push(ssoItem(center, ports));
    const path = await provisioned.find(provider);
    if (path === undefined) continue;
    items.push({
      removal: { kind: "identities", provider, path },
      exists: () => Promise.resolve(true),
      remove: () => provisioned.remove(provider),
    });
  }
  for (const owner of plan.signIns) {
    items.push({
      removal: { kind: "sign-in", identity: owner.identity },
      exists: async () => await signInLogins.read(owner) !== undefined,
      async remove(): Promise<boolean> {
        using deadline = ports.deadlines(END_DEADLINE_MS);
        const wait = { timeoutMs: LOCK_MS, signal: deadline.signal };
        using _lock = await signInLogins.read(owner) && await signInLogins.hold(owner, wait);
        return await signInLogins.remove(owner);
      },
    });
  }
  // A provider login is removed with the provider; keys only on request.
  const entries = plan.entries.filter(({ kind }) => ports.keychain || kind === "provider");
  return [...items, ...entries.map((place) => entryItem(place, ports))];
}

function sessionItem({ identity, place }: IdentityLogin, { sessions }: LogoutPorts): Item {
  const path = sessions.files(place)?.credentials ?? "";
  return {
    removal: { kind: "session", identity, path },
    exists: () => sessions.has(place),
    async remove(): Promise<boolean> {
      if (!await sessions.has(place)) return false;
      if (await sessions.remove(place)) return true;
      // Another logout may have been faster.
      if (!await sessions.has(place)) return false;
      throw new EnvironmentError("STATE_UNUSABLE", `Cannot change "${path}"`, {
        hint: "Make the file and its directory writable, or remove the session by hand",
      });
    },
  };
}

function ssoItem(center: IdentityCenter, ports: LogoutPorts): Item {
  const { ssoSessions } = ports;
  return {
    removal: { kind: "sso", provider: center.name },
    exists: async () => await ssoSessions.read(center) !== undefined,
    async remove(): Promise<boolean> {
      using deadline = ports.deadlines(END_DEADLINE_MS);
      const wait = { timeoutMs: LOCK_MS, signal: deadline.signal };
      using _lock = await ssoSessions.read(center) && await ssoSessions.hold(center, wait);
      const session = await ssoSessions.read(center);
      try {
        return await ssoSessions.remove(center);
      } finally {
        if (session !== undefined) await endSsoSession(center, session, ports);
      }
    },
  };
}

function entryItem({ kind, owner }: KeyringPlace, { keyring, keychain }: LogoutPorts): Item {
  const { name } = owner;
  return {
    removal: { kind: "keyring", ...(kind === "identity" ? { identity: name } : { provider: name }) },
    exists: () => keyring.has(owner),
    // With `--keychain`, an unusable keyring is an error; otherwise there may be none.
    remove: async () => (keychain || await keyring.has(owner)) && await keyring.remove(owner),
  };
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
    await ssoPortal.logout(accessToken, ssoOptions(center, deadline.signal));
  } catch (error) {
    const { message } = asExpectedError(error);
    notes.warning(`The session of "${center.name}" remains valid at AWS until it expires: ${message}`);
  }
}
