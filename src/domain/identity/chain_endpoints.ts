import { findIdentityCenter } from "../sso/identity_center.ts";
import type { Chain } from "./chain.ts";
import { NAMED_SERVICES, trustedEndpoint } from "./trusted_endpoint.ts";

/**
 * Checks the endpoints that a chain's configuration sets, before a request is sent to any of them. That of ambient credentials is not used
 * for them.
 *
 * @throws {ConfigError} `CONFIG_UNTRUSTED`, at the position of the first endpoint that would be rejected.
 */
export function checkEndpoints({ provider, identities }: Chain): void {
  const center = provider && findIdentityCenter(provider)?.endpointUrl;
  if (center !== undefined) trustedEndpoint(center, NAMED_SERVICES.sso);
  for (const { kind, endpointUrl } of identities) {
    if (endpointUrl === undefined || kind === "aws/ambient") continue;
    trustedEndpoint(endpointUrl, kind === "aws/permission-set" ? NAMED_SERVICES.sso : NAMED_SERVICES.sts);
  }
}
