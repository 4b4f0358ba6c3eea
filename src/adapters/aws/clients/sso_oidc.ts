/**
 * The used exports of `@aws-sdk/client-sso-oidc`. Bundlers keep only what a module such as this one exports; of a package that is imported
 * dynamically, they keep everything.
 *
 * @module
 */
export {
  CreateTokenCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from "@aws-sdk/client-sso-oidc";
