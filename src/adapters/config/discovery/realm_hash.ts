import { posix } from "node:path";
import { sha256Hex } from "../../../domain/text/sha256.ts";
import type { ConfigSource } from "./config_source.ts";

/** The number of hexadecimal digits of the hash. Reference: `pkg/config/auth_realm.go` of Atmos. */
const DIGITS = 16;

/**
 * Atmos' `CliConfigPath`: the directory of the highest configuration that was found; for named files, their directories as written, each
 * followed by a semicolon if there are several. Empty without any.
 */
export function cliConfigPath(sources: readonly ConfigSource[], named: boolean): string {
  if (named && sources.length > 1) return sources.map(({ directory }) => `${directory};`).join("");
  return sources.at(-1)?.directory ?? "";
}

/** The realm that Atmos derives from {@linkcode cliConfigPath}; undefined for an empty one. */
export function realmHash(path: string): string | undefined {
  if (path === "") return undefined;
  const clean = posix.normalize(path.replaceAll("\\", "/"));
  const text = clean.length > 1 && clean.endsWith("/") ? clean.slice(0, -1) : clean;
  return sha256Hex(text.toLowerCase()).slice(0, DIGITS);
}
