import { posix } from "node:path";
import { sha256Hex } from "../../../domain/text/sha256.ts";
import type { ConfigSource } from "./config_source.ts";

/** How many hexadecimal digits of the hash count. Reference: `pkg/config/auth_realm.go` of Atmos. */
const DIGITS = 16;

/**
 * What Atmos calls `CliConfigPath`: the directory of the highest configuration that was found; of files that were named, the directories
 * as written, each with a semicolon if there are several. Empty when there is none.
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
