import { type Definition, definitionText } from "../identity/definition.ts";
import type { Registry } from "../registry/registry.ts";

/** The key of a cached token. */
export interface TokenKey {
  readonly registry: Registry;
  /** Everything that determines the token's principal. */
  readonly definition: Definition;
}

/** Changes whenever the meaning of the text changes, so that old files are never mistaken for new ones. */
const KEY_VERSION = "atmos-ecr token 2";

/**
 * The text whose SHA-256 names the cache entry: partition, account, region, service and principal. The plain and the dual-stack name of a
 * registry share an entry; a FIPS name does not, since tokens from another endpoint must not be used for it.
 */
export function tokenKeyText({ registry, definition }: TokenKey): string {
  const { partition, account = "", region, service, fips } = registry;
  return JSON.stringify([
    KEY_VERSION,
    partition,
    account,
    region,
    fips ? `${service}-fips` : service,
    definitionText(definition),
  ]);
}
