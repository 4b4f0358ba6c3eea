/**
 * What is used of `@aws-sdk/client-sso`. Bundlers keep no more of a package than a module such as this takes from it; of a
 * package that is loaded as a whole they keep it all.
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
