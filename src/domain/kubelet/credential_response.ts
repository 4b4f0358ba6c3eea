import type { Registry } from "../registry/registry.ts";
import { MIN_LEFT_MS } from "../token/cache_entry.ts";
import type { EcrToken } from "../token/ecr_token.ts";
import type { ApiVersion } from "./credential_request.ts";
import { goDuration } from "./go_duration.ts";

/**
 * The answer to the kubelet, with the field names of its API.
 *
 * Reference: https://kubernetes.io/docs/reference/config-api/kubelet-credentialprovider.v1/
 */
export interface CredentialResponse {
  /** That of the request. */
  readonly apiVersion: ApiVersion;
  readonly kind: "CredentialProviderResponse";
  /** `Registry`: one answer serves every image of the host. */
  readonly cacheKeyType: "Registry";
  /** How long the kubelet may keep the answer; `0s` for not at all. */
  readonly cacheDuration: string;
  /** Logins by the host that they are for. */
  readonly auth: Readonly<Record<string, { readonly username: string; readonly password: string }>>;
}

/**
 * The answer to a request.
 *
 * @param now What the time that is left is counted from. A minute is kept back, so that no pull begins with a token about to end.
 */
export function credentialResponse(
  { apiVersion, registry }: { readonly apiVersion: ApiVersion; readonly registry: Registry },
  token: EcrToken,
  now: Date,
): CredentialResponse {
  return {
    apiVersion,
    kind: "CredentialProviderResponse",
    cacheKeyType: "Registry",
    cacheDuration: goDuration(token.expiresAt.getTime() - now.getTime() - MIN_LEFT_MS),
    auth: { [registry.host]: { username: token.username, password: token.password.expose() } },
  };
}
