import type { UnsignedCall } from "./service.ts";
import { GRANT_TYPES, type SsoClient } from "./sso_clients.ts";
import { oidcFailure } from "./sso_oidc_failure.ts";
import type { Input, Result } from "./wire.ts";

/** RFC 6749 recommends ten minutes at most; that AWS follows it is a guess. */
const CODE_LIFE_MS = 600_000;

/**
 * The page that the person's browser opens. They decide at once, or never answer.
 *
 * Before the redirect URI is known to be the client's, errors stay here; then they go to it, as RFC 6749 section 4.1.2.1 says.
 */
export function authorize({ input, now, state }: UnsignedCall): Result {
  const client = state.identityCenters.clients.find(input["client_id"]);
  const center = state.identityCenters.findByStartUrl(client?.issuerUrl);
  const redirectUri = input["redirect_uri"];
  if (client === undefined || client.expiresAt <= now || center === undefined) {
    throw oidcFailure("InvalidClientException", "Invalid client provided");
  }
  if (typeof redirectUri !== "string" || !isRegistered(redirectUri, client)) {
    throw oidcFailure("InvalidRequestException", "Invalid redirect URI provided");
  }
  const back = (parameters: Readonly<Record<string, string>>): Result => {
    const location = new URL(redirectUri);
    for (const [name, value] of Object.entries(parameters)) location.searchParams.set(name, value);
    if (typeof input["state"] === "string") location.searchParams.set("state", input["state"]);
    return { location: location.href };
  };
  const codeChallenge = input["code_challenge"];
  if (input["response_type"] !== "code") return back({ error: "unsupported_response_type" });
  if (!client.grantTypes.includes(GRANT_TYPES.code)) return back({ error: "unauthorized_client" });
  if (!scopesOf(input).every((scope) => client.scopes.includes(scope))) {
    return back({ error: "invalid_scope" });
  }
  if (
    input["code_challenge_method"] !== "S256" || typeof codeChallenge !== "string" ||
    !/^[\w-]{43}$/.test(codeChallenge)
  ) return back({ error: "invalid_request" });
  if (center.person === "waits") return {};
  if (center.person === "denies") return back({ error: "access_denied" });
  const expiresAt = now + CODE_LIFE_MS;
  return back({
    code: center.codes.issue({ clientId: client.clientId, redirectUri, codeChallenge, expiresAt }),
  });
}

/** The port of a loopback address is the client's to choose: RFC 8252 section 7.3. */
function isRegistered(redirectUri: string, client: SsoClient): boolean {
  const withoutPort = (uri: string): string => uri.replace(/^(http:\/\/127\.0\.0\.1):\d+(?=\/)/, "$1");
  return client.redirectUris.some((registered) => withoutPort(registered) === withoutPort(redirectUri));
}

function scopesOf(input: Input): readonly string[] {
  const { scopes } = input;
  return typeof scopes === "string" ? scopes.split(/[ ,]/).filter((scope) => scope !== "") : [];
}
