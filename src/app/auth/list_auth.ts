import type { AuthConfig, Identity, Provider } from "../../domain/auth/model/auth_config.ts";
import { type EntryFilter, filterEntries } from "../../domain/auth/model/filter_entries.ts";
import { type Problem, sortProblems } from "../../domain/config/problem.ts";
import { resolveChain } from "../../domain/identity/chain.ts";
import { isAmbient } from "../../domain/identity/chain_partition.ts";
import { sessionPlace } from "../../domain/identity/session_place.ts";
import { findIdentityCenter } from "../../domain/sso/identity_center.ts";
import type { ConfigFileReport } from "../../ports/config.ts";
import type { AppContext } from "../../ports/context.ts";
import type { IdentitySessions } from "../../ports/sessions.ts";
import { reportedElsewhere } from "../expected_error.ts";
import { requireAuthOrProfile } from "../targets/choose_profile.ts";
import type { SelectionPorts } from "../targets/selection.ts";

/** The `auth` section with its sessions. */
export interface ListedAuth {
  readonly chosen: AuthConfig;
  readonly auth: AuthConfig;
  /** The expiry of each provider's and identity's session. */
  readonly sessions: ReadonlyMap<Provider | Identity, Date>;
  readonly files: readonly ConfigFileReport[];
  readonly problems: readonly Problem[];
}

/** Providers, identities and integrations, with the state of their sessions. */
export async function listAuth(
  filter: EntryFilter,
  ports: SelectionPorts & Pick<AppContext, "sessions" | "ssoSessions">,
): Promise<ListedAuth> {
  const { auth, config, files, problems } = await requireAuthOrProfile({}, ports);
  const chosen = filterEntries(auth, filter);
  const sessions = new Map<Provider | Identity, Date>();
  for (const { value } of chosen.identities.values()) {
    if (value === undefined) continue;
    const expiresAt = await sessionEnd(auth, value, { realm: config.realm.value, sessions: ports.sessions })
      .catch(reportedElsewhere);
    if (expiresAt !== undefined) sessions.set(value, expiresAt);
  }
  for (const { value } of chosen.providers.values()) {
    const center = value === undefined ? undefined : findIdentityCenter(value);
    const session = center === undefined ? undefined : await ports.ssoSessions.read(center);
    if (value !== undefined && session !== undefined) sessions.set(value, session.expiresAt);
  }
  const wrong = [chosen.providers, chosen.identities, chosen.integrations].flatMap((entries) =>
    [...entries.values()].flatMap((entry) => entry.problems)
  );
  return { chosen, auth, sessions, files, problems: sortProblems([...problems, ...wrong]) };
}

async function sessionEnd(
  auth: AuthConfig,
  identity: Identity,
  { realm, sessions }: { readonly realm: string; readonly sessions: IdentitySessions },
): Promise<Date | undefined> {
  const chain = resolveChain(auth, identity.name);
  if (isAmbient(chain)) return undefined;
  return (await sessions.read(sessionPlace(chain, identity, realm)))?.expiresAt;
}
