import type { Registry } from "../registry/registry.ts";
import { MIN_LEFT_MS } from "../token/cache_entry.ts";
import type { EcrToken } from "../token/ecr_token.ts";
import type { ApiVersion } from "./credential_request.ts";

/**
 * A duration in the format of the Kubernetes API, which is Go's: `11h59m30s`, `59m0s`, `0s`. Parts of a second are dropped.
 *
 * Reference: https://pkg.go.dev/time#Duration.String
 *
 * @param milliseconds Below zero counts as zero.
 */
export function goDuration(milliseconds: number): string {
  const total = Math.max(0, Math.floor(milliseconds / 1000));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor(total % 3600 / 60);
  const seconds = total % 60;
  if (hours > 0) return `${hours}h${minutes}m${seconds}s`;
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`;
}

/**
 * The response to the kubelet, with the field names of its API.
 *
 * Reference: https://kubernetes.io/docs/reference/config-api/kubelet-credentialprovider.v1/
 */
export interface CredentialResponse {
  /** The version of the request. */
  readonly apiVersion: ApiVersion;
  readonly kind: "CredentialProviderResponse";
  /** `Registry`: one response serves every image of the host. */
  readonly cacheKeyType: "Registry";
  /** How long the kubelet may cache the response; `0s` for not at all. */
  readonly cacheDuration: string;
  /** Logins by host. */
  readonly auth: Readonly<Record<string, { readonly username: string; readonly password: string }>>;
}

/**
 * The response to a request.
 *
 * @param now The time from which the remaining validity is counted. One minute is subtracted, so that no pull starts with a token that is
 * about to expire.
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
