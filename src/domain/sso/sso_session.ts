import type { Secret } from "../secret.ts";

/** What tells one session of IAM Identity Center from another. Nothing is normalised: a slash more is another session, as in Atmos. */
export interface SsoSessionKey {
  readonly startUrl: string;
  readonly region: string;
  /** The endpoint that a configuration names, as written, unless it is AWS' own: nothing of a session goes to another. Absent for AWS. */
  readonly endpoint?: string;
}

/** This program as IAM Identity Center knows it: what a refresh token was given to. */
export interface SsoRegistration {
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** Absent when nobody said. */
  readonly expiresAt?: Date;
}

/** What IAM Identity Center hands out for a login or a refresh. */
export interface SsoTokens {
  readonly accessToken: Secret;
  readonly expiresAt: Date;
  /** Absent when none came. */
  readonly refreshToken?: Secret;
}

/** A login to IAM Identity Center that is kept. */
export interface SsoSession extends SsoSessionKey, SsoTokens {
  readonly registration?: SsoRegistration;
  /** That it comes from a keyring, which does not say for which start URL it is: it must not be kept as that one's. */
  readonly startUrlUnknown?: true;
}

/** What a refresh needs. */
export interface RefreshGrant {
  readonly refreshToken: Secret;
  readonly registration: SsoRegistration;
}

/** Milliseconds that an access token must have left to be used, as in Atmos. */
const MIN_LEFT_MS = 5 * 60 * 1000;

/** Whether the access token can be used. */
export function isFresh({ expiresAt }: Pick<SsoSession, "expiresAt">, now: Date): boolean {
  return expiresAt.getTime() - now.getTime() >= MIN_LEFT_MS;
}

/** What the session can be refreshed with; undefined when it cannot be, or the registration has ended. */
export function refreshGrant(
  { refreshToken, registration }: SsoSession,
  now: Date,
): RefreshGrant | undefined {
  if (refreshToken === undefined || registration === undefined) return undefined;
  const { expiresAt } = registration;
  return expiresAt === undefined || expiresAt > now ? { refreshToken, registration } : undefined;
}

/** A session after its login or refresh. A refresh that gave no new refresh token leaves the old one good. */
export function sessionOf(
  key: SsoSessionKey,
  { refreshToken, ...tokens }: SsoTokens,
  registration: SsoRegistration,
  before?: Pick<RefreshGrant, "refreshToken">,
): SsoSession {
  const kept = refreshToken ?? before?.refreshToken;
  return { ...keyOf(key), ...tokens, ...(kept === undefined ? {} : { refreshToken: kept }), registration };
}

/** A session that AWS has refused: nobody uses it again, and what else its file says stays. */
export function spentSession({ refreshToken: _refused, ...session }: SsoSession): SsoSession {
  return { ...session, expiresAt: new Date(0) };
}

/** The key alone, of what has more. */
export function keyOf({ startUrl, region, endpoint }: SsoSessionKey): SsoSessionKey {
  return { startUrl, region, ...(endpoint === undefined ? {} : { endpoint }) };
}

/** A key as text: two keys share one only if they are equal. */
export function keyText({ startUrl, region, endpoint = "" }: SsoSessionKey): string {
  return JSON.stringify([startUrl, region, endpoint]);
}
