import { CONFIG_LIMITS } from "../../../domain/config/config_limits.ts";
import type { ScalarNode } from "../../../domain/config/config_node.ts";
import { type Origin, positionOf } from "../../../domain/config/origin.ts";
import { newProblem, type Problem } from "../../../domain/config/problem.ts";
import { ConfigError, type ConfigErrorCode, type SourcePosition } from "../../../domain/errors/errors.ts";
import { isNetworkPath, NETWORK_PATH } from "../../../domain/files/network_path.ts";

/** A warning about files, their place, or what Atmos does with them. */
export function fileWarning(
  code: ConfigErrorCode,
  message: string,
  details: { readonly hint: string; readonly position?: SourcePosition | undefined },
): Problem {
  return newProblem({ severity: "warning", code, message, ...details });
}

/** An error at the place of a value that names a file. */
export function fileError(
  code: ConfigErrorCode,
  message: string,
  { hint, origin }: { readonly hint: string; readonly origin: Origin },
): ConfigError {
  return new ConfigError(code, message, { hint, position: positionOf(origin) });
}

/** The error of a configuration that exceeds a limit as a whole. */
export function tooMuch(state: string, position?: SourcePosition): ConfigError {
  return new ConfigError("CONFIG_LIMIT", `Cannot read the configuration: ${state}`, {
    hint: "Import fewer files",
    position,
  });
}

/** Rejects a path that no system accepts, and that would fill the screen in a message. @throws {ConfigError} `CONFIG_LIMIT`. */
export function checkPathLength(path: string, position?: SourcePosition): void {
  const { pathLength } = CONFIG_LIMITS;
  if (path.length <= pathLength) return;
  throw new ConfigError(
    "CONFIG_LIMIT",
    `Cannot use a path of ${path.length.toLocaleString("en")} characters`,
    {
      hint: `Use at most ${pathLength.toLocaleString("en")} characters`,
      position,
    },
  );
}

/**
 * Fails for a directory on another machine that a file names, before it is accessed.
 *
 * @param key The key that names it.
 * @throws {ConfigError} `CONFIG_INVALID`. The value is not repeated: it may come from elsewhere.
 */
export function refuseNetworkPath(
  key: string,
  { raw, origin }: ScalarNode,
  os: string = Deno.build.os,
): void {
  if (!isNetworkPath(raw, os)) return;
  throw fileError("CONFIG_INVALID", `Cannot use "${key}": ${NETWORK_PATH}`, {
    hint: "Use a directory on this machine",
    origin,
  });
}
