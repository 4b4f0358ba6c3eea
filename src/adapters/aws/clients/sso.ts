/**
 * The used exports of `@aws-sdk/client-sso`. Bundlers keep only what a module such as this one exports; of a package that is imported
 * dynamically, they keep everything.
 *
 * @module
 */
export {
  GetRoleCredentialsCommand,
  LogoutCommand,
  paginateListAccountRoles,
  paginateListAccounts,
  SSOClient,
} from "@aws-sdk/client-sso";
