import type { ScalarNode } from "../../../domain/config/config_node.ts";
import { positionOf } from "../../../domain/config/origin.ts";
import { ConfigError } from "../../../domain/errors/errors.ts";
import { isNetworkPath as isNetworkPathOn, NETWORK_PATH } from "../../../domain/files/network_path.ts";

export { NETWORK_PATH };

/** The domain's check, for this machine. */
export function isNetworkPath(path: string, os: string = Deno.build.os): boolean {
  return isNetworkPathOn(path, os);
}

/**
 * Fails for a directory on another machine that a file names, before it is accessed.
 *
 * @param key The key that names it.
 * @throws {ConfigError} `CONFIG_INVALID`. The value is not repeated: it may come from elsewhere.
 */
export function refuseNetworkPath(key: string, node: ScalarNode, os?: string): void {
  if (!isNetworkPath(node.raw, os)) return;
  throw new ConfigError("CONFIG_INVALID", `Cannot use "${key}": ${NETWORK_PATH}`, {
    hint: "Use a directory on this machine",
    position: positionOf(node.origin),
  });
}
