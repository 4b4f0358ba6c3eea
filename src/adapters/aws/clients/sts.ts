/**
 * The used exports of `@aws-sdk/client-sts`. Bundlers keep only what a module such as this one exports; of a package that is imported
 * dynamically, they keep everything.
 *
 * @module
 */
export {
  AssumeRoleCommand,
  AssumeRoleWithSAMLCommand,
  AssumeRoleWithWebIdentityCommand,
  AssumeRootCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from "@aws-sdk/client-sts";
