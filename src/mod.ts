/**
 * Gets container tools into Amazon ECR from the identities in `atmos.yaml`. As a program it logs Docker in
 * (`deno run -A jsr:@atmos/ecr login dev/ecr`); as a library it reads the host names of registries.
 *
 * @example Tell the region of a registry
 * ```ts
 * import { parseRegistry } from "@atmos/ecr";
 *
 * parseRegistry("123456789012.dkr.ecr.eu-west-1.amazonaws.com").region; // "eu-west-1"
 * ```
 * @module
 */
export { parseRegistry } from "./domain/registry/parse_registry.ts";
export type { Registry } from "./domain/registry/registry.ts";
export type { Partition } from "./domain/registry/partitions.ts";
export { AtmosEcrError, type ErrorDetails, RegistryError } from "./domain/errors/errors.ts";
export type { ErrorCode } from "./domain/errors/error_codes.ts";
export type { SourcePosition } from "./domain/errors/source_position.ts";

if (import.meta.main) {
  const { runProgram } = await import("./main.ts");
  await runProgram();
}
