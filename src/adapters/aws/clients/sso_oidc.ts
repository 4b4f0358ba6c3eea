/**
 * What is used of `@aws-sdk/client-sso-oidc`. Bundlers keep no more of a package than a module such as this takes from it; of a
 * package that is loaded as a whole they keep it all.
 *
 * @module
 */
export {
  CreateTokenCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from "@aws-sdk/client-sso-oidc";
