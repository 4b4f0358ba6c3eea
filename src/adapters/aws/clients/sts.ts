/**
 * What is used of `@aws-sdk/client-sts`. Bundlers keep no more of a package than a module such as this takes from it; of a
 * package that is loaded as a whole they keep it all.
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
