/**
 * What is used of `@aws-sdk/client-ecr`. Bundlers keep no more of a package than a module such as this takes from it; of a
 * package that is loaded as a whole they keep it all.
 *
 * @module
 */
export { ECRClient, GetAuthorizationTokenCommand } from "@aws-sdk/client-ecr";
