import type { Secret } from "../secret.ts";

/** The key of an IAM Identity Center session. Nothing is normalized: an additional slash is another session, as in Atmos. */
export interface SsoSessionKey {
  readonly startUrl: string;
  readonly region: string;
  /** The configured endpoint, as written, unless it is AWS' own: a session is never sent to another endpoint. Absent for AWS. */
  readonly endpoint?: string;
}

/** The registration of this program with IAM Identity Center, which a refresh token belongs to. */
export interface SsoRegistration {
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** Absent if unknown. */
  readonly expiresAt?: Date;
}

/** The tokens of a login or refresh. */
export interface SsoTokens {
  readonly accessToken: Secret;
  readonly expiresAt: Date;
  /** Absent if there is none. */
  readonly refreshToken?: Secret;
}

/** A stored IAM Identity Center login. */
export interface SsoSession extends SsoSessionKey, SsoTokens {
  readonly registration?: SsoRegistration;
  /** It comes from a keyring, without a start URL: it must not be stored as that one's session. */
  readonly startUrlUnknown?: true;
}

/** What a refresh needs. */
interface RefreshGrant {
  readonly refreshToken: Secret;
  readonly registration: SsoRegistration;
}

/** Milliseconds that an access token must remain valid to be used, as in Atmos. */
const MIN_LEFT_MS = 5 * 60 * 1000;

/** Whether the access token can be used. */
export function isFresh({ expiresAt }: Pick<SsoSession, "expiresAt">, now: Date): boolean {
  return expiresAt.getTime() - now.getTime() >= MIN_LEFT_MS;
}

/** The grant of a refresh; undefined if the session cannot be refreshed, or the registration has expired. */
export function refreshGrant(
  { refreshToken, registration }: SsoSession,
  now: Date,
): RefreshGrant | undefined {
  if (refreshToken === undefined || registration === undefined) return undefined;
  const { expiresAt } = registration;
  return expiresAt === undefined || expiresAt > now ? { refreshToken, registration } : undefined;
}

/** A session after its login or refresh. If a refresh returns no new refresh token, the old one remains valid. */
export function sessionOf(
  key: SsoSessionKey,
  { refreshToken, ...tokens }: SsoTokens,
  registration: SsoRegistration,
  before?: Pick<RefreshGrant, "refreshToken">,
): SsoSession {
  const kept = refreshToken ?? before?.refreshToken;
  return { ...keyOf(key), ...tokens, ...(kept === undefined ? {} : { refreshToken: kept }), registration };
}

/** A session that AWS has rejected: it is no longer used, and the rest of its file is kept. */
export function spentSession({ refreshToken: _refused, ...session }: SsoSession): SsoSession {
  return { ...session, expiresAt: new Date(0) };
}

/** Only the key of a session. */
export function keyOf({ startUrl, region, endpoint }: SsoSessionKey): SsoSessionKey {
  return { startUrl, region, ...(endpoint === undefined ? {} : { endpoint }) };
}

/** A key as text: equal only for equal keys. */
export function keyText({ startUrl, region, endpoint = "" }: SsoSessionKey): string {
  return JSON.stringify([startUrl, region, endpoint]);
}
