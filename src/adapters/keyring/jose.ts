/**
 * The used exports of `jose`, in a file of its own in bundles, which no other file contains: see `adapters/aws/clients/ecr.ts`.
 *
 * @module
 */
export { compactDecrypt, CompactEncrypt, errors } from "jose";
