/** The used exports of `@aws-sdk/client-sso-oidc`, see `ecr.ts`. @module */
export {
  CreateTokenCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from "@aws-sdk/client-sso-oidc";
