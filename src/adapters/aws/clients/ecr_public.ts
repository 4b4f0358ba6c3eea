/**
 * The used exports of `@aws-sdk/client-ecr-public`. Bundlers keep only what a module such as this one exports; of a package that is
 * imported dynamically, they keep everything.
 *
 * @module
 */
export { ECRPUBLICClient, GetAuthorizationTokenCommand } from "@aws-sdk/client-ecr-public";
