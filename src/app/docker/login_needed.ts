import type { Chain } from "../../domain/identity/chain.ts";
import { isAmbient } from "../../domain/identity/chain_partition.ts";
import { sessionPlace } from "../../domain/identity/session_place.ts";
import { findIdentityCenter } from "../../domain/sso/identity_center.ts";
import { isFresh, refreshGrant } from "../../domain/sso/sso_session.ts";
import type { AppContext } from "../../ports/context.ts";

/** What determines whether an interactive login is required. None of it uses the network. */
export type LoginNeededPorts = Pick<AppContext, "sessions" | "ssoSessions" | "clock">;

/** How long a stored session must remain valid to be reused, in milliseconds: 15 minutes, as in Atmos. */
const REUSE_MARGIN_MS = 15 * 60_000;

/**
 * Whether a chain needs an interactive login: its IAM Identity Center login has expired and cannot be refreshed, its SAML session has
 * expired, or an MFA code is required; and no session of a later step is valid.
 */
export async function isLoginNeeded(chain: Chain, realm: string, ports: LoginNeededPorts): Promise<boolean> {
  if (isAmbient(chain) || !await needsPerson(chain, ports)) return false;
  for (const identity of chain.identities.toReversed()) {
    const place = sessionPlace(chain, identity, realm);
    // AWS may confirm that a session left by Atmos belongs to this identity.
    const session = await ports.sessions.read(place) ?? await ports.sessions.readUnmarked(place);
    const left = (session?.expiresAt?.getTime() ?? 0) - ports.clock().getTime();
    if (left >= REUSE_MARGIN_MS) return false;
  }
  return true;
}

/** Whether the first step of a chain needs the user now. */
async function needsPerson(
  { provider, identities }: Chain,
  { ssoSessions, clock }: LoginNeededPorts,
): Promise<boolean> {
  const center = provider === undefined ? undefined : findIdentityCenter(provider);
  if (center !== undefined) {
    const session = await ssoSessions.read(center);
    const now = clock();
    return session === undefined || (!isFresh(session, now) && refreshGrant(session, now) === undefined);
  }
  if (provider !== undefined) return provider.kind === "aws/saml";
  // A program that provides the codes needs no user.
  return identities.some((one) =>
    (one.kind === "aws/user" || one.kind === "aws/assume-role") && one.mfaArn !== undefined &&
    one.mfaProcess === undefined
  );
}
