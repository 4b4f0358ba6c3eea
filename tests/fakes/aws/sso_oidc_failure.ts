import { AwsFailure } from "./wire.ts";

/** The errors of SSO-OIDC that the fake answers with. */
export type OidcErrorCode =
  | "AccessDeniedException"
  | "AuthorizationPendingException"
  | "ExpiredTokenException"
  | "InvalidClientException"
  | "InvalidClientMetadataException"
  | "InvalidGrantException"
  | "InvalidRedirectUriException"
  | "InvalidRequestException"
  | "InvalidScopeException"
  | "SlowDownException"
  | "UnauthorizedClientException"
  | "UnsupportedGrantTypeException";

/** An error of SSO-OIDC with the status that the service model gives it. */
export function oidcFailure(code: OidcErrorCode, description: string): AwsFailure {
  return new AwsFailure({ status: code === "InvalidClientException" ? 401 : 400, code }, description);
}

/**
 * OAuth's name of an error, as it stands in `error`: `SlowDownException` is `slow_down`.
 *
 * Reference: RFC 6749 section 5.2, RFC 8628 section 3.5, and the exceptions of the SSO-OIDC API reference.
 */
export function oauthError(code: string): string {
  if (code === "InternalServerException") return "server_error";
  return code.replace(/Exception$/, "").replace(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase();
}
