import type { AppContext } from "../../ports/context.ts";
import type { Chain } from "../../domain/identity/chain.ts";
import { isAmbient } from "../../domain/identity/chain_facts.ts";
import { sessionPlace } from "../../domain/identity/session_place.ts";
import { findIdentityCenter } from "../../domain/sso/identity_center.ts";
import { isFresh, refreshGrant } from "../../domain/sso/sso_session.ts";

/** What tells whether a person has to log in. Nothing of it asks the network. */
export type LoginNeededPorts = Pick<AppContext, "sessions" | "ssoSessions" | "clock">;

/** How much time a kept session must have left to be used again, in milliseconds: 15 minutes, as in Atmos. */
const REUSE_MARGIN_MS = 15 * 60_000;

/**
 * Whether the credentials of a chain cannot be had without a person: its login to IAM Identity Center is over and cannot be refreshed,
 * its SAML session has ended, or an MFA code is due; and no session of a later step is left to go on with.
 *
 * @param realm Whose sessions are looked at.
 */
export async function isLoginNeeded(chain: Chain, realm: string, ports: LoginNeededPorts): Promise<boolean> {
  if (isAmbient(chain) || !await needsPerson(chain, ports)) return false;
  for (const identity of chain.identities.toReversed()) {
    const place = sessionPlace(chain, identity, realm);
    // AWS may say of one that Atmos has left that it is this identity's.
    const session = await ports.sessions.read(place) ?? await ports.sessions.readUnmarked(place);
    const left = (session?.expiresAt?.getTime() ?? 0) - ports.clock().getTime();
    if (left >= REUSE_MARGIN_MS) return false;
  }
  return true;
}

/** Whether the first step of a chain needs a person now. */
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
  // A program that makes the codes needs nobody.
  return identities.some((one) =>
    (one.kind === "aws/user" || one.kind === "aws/assume-role") && one.mfaArn !== undefined &&
    one.mfaProcess === undefined
  );
}
