import { ConfigError } from "../../../domain/errors/errors.ts";
import { partitionOfRegion } from "../../../domain/registry/partitions.ts";

/**
 * Fails for an invalid region, because it would become part of a host name.
 *
 * @param region As written.
 * @throws {ConfigError} `CONFIG_INVALID`.
 */
export function requireRegion(
  region: string,
  { service, hint }: { readonly service: string; readonly hint: string },
): void {
  if (partitionOfRegion(region) !== undefined) return;
  throw new ConfigError(
    "CONFIG_INVALID",
    `Cannot call ${service} in region "${region.slice(0, 100)}": it does not exist`,
    { hint },
  );
}
