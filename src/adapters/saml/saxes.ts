/**
 * The used exports of `saxes`, in a file of its own in bundles, which no other file contains: see `adapters/aws/clients/ecr.ts`.
 *
 * @module
 */
export { SaxesParser } from "saxes";
