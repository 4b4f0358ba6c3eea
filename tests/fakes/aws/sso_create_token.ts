import type { IdentityCenter } from "./identity_center.ts";
import type { UnsignedCall } from "./service.ts";
import { GRANT_TYPES, type SsoClient } from "./sso_clients.ts";
import { oidcFailure } from "./sso_oidc_failure.ts";
import type { Tokens } from "./sso_sessions.ts";
import type { Input, Result } from "./wire.ts";

/** A grant: the instance that it is good for, and the tokens that it gives. */
interface Granted {
  readonly center: IdentityCenter;
  readonly tokens: Tokens;
}

type Grant = (call: UnsignedCall, client: SsoClient) => Granted;

const GRANTS: ReadonlyMap<unknown, Grant> = new Map<unknown, Grant>([
  [GRANT_TYPES.device, byDevice],
  [GRANT_TYPES.code, byCode],
  [GRANT_TYPES.refresh, byRefresh],
]);

/**
 * `CreateToken`: the client first, then the grant.
 *
 * Reference: https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html
 */
export function createToken(call: UnsignedCall): Result {
  const { input, now, state } = call;
  const grantType = requiredText(input, "grantType");
  const client = state.identityCenters.clients.demand(input["clientId"], input["clientSecret"], now);
  const grant = GRANTS.get(grantType);
  if (grant === undefined) throw oidcFailure("UnsupportedGrantTypeException", "Unsupported grant type");
  if (!client.grantTypes.includes(grantType)) {
    throw oidcFailure("UnauthorizedClientException", "The client did not register for this grant type");
  }
  const { center, tokens } = grant(call, client);
  return {
    accessToken: tokens.accessToken,
    tokenType: "Bearer",
    expiresIn: Math.floor((tokens.expiresAt - now) / 1000),
    refreshToken: tokens.refreshToken,
    ...center.tokenAnswer,
  };
}

function byDevice({ input, now, state }: UnsignedCall, client: SsoClient): Granted {
  const deviceCode = requiredText(input, "deviceCode");
  const center = state.identityCenters.find(({ devices }) => devices.has(deviceCode));
  if (center === undefined) throw oidcFailure("InvalidGrantException", "Invalid device code provided");
  center.devices.redeem(deviceCode, {
    clientId: client.clientId,
    now,
    person: (pendingPolls) => center.decisionAfter(pendingPolls),
  });
  return { center, tokens: center.openSession(client, now) };
}

function byCode({ input, now, state }: UnsignedCall, client: SsoClient): Granted {
  const code = requiredText(input, "code");
  const redirectUri = requiredText(input, "redirectUri");
  const codeVerifier = requiredText(input, "codeVerifier");
  const center = state.identityCenters.find(({ codes }) => codes.has(code));
  if (center === undefined) throw oidcFailure("InvalidGrantException", "Invalid authorization code provided");
  center.codes.redeem(code, { clientId: client.clientId, redirectUri, codeVerifier, now });
  return { center, tokens: center.openSession(client, now) };
}

function byRefresh({ input, now, state }: UnsignedCall, client: SsoClient): Granted {
  const refreshToken = requiredText(input, "refreshToken");
  const center = state.identityCenters.find(({ sessions }) => sessions.hasRefreshToken(refreshToken));
  if (center === undefined) throw oidcFailure("InvalidGrantException", "Invalid refresh token provided");
  const tokens = center.sessions.refresh(refreshToken, {
    clientId: client.clientId,
    now,
    expiresAt: now + center.accessTokenLifeSeconds * 1000,
    rotates: center.rotatesRefreshTokens,
  });
  return { center, tokens };
}

function requiredText(input: Input, name: string): string {
  const value = input[name];
  if (typeof value === "string" && value !== "") return value;
  throw oidcFailure("InvalidRequestException", `Invalid request: ${name} is required`);
}
