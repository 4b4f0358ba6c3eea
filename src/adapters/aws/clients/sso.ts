/** The used exports of `@aws-sdk/client-sso`, see `ecr.ts`. @module */
export {
  GetRoleCredentialsCommand,
  LogoutCommand,
  paginateListAccountRoles,
  paginateListAccounts,
  SSOClient,
} from "@aws-sdk/client-sso";
