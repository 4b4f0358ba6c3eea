/** The used exports of `@aws-sdk/client-ecr-public`, see `ecr.ts`. @module */
export { ECRPUBLICClient, GetAuthorizationTokenCommand } from "@aws-sdk/client-ecr-public";
