import { posix } from "node:path";
import type { ConfigSource } from "./config_source.ts";

/**
 * Atmos' `CliConfigPath`: the directory of the highest configuration that was found; for named files, their directories as written, each
 * followed by a semicolon if there are several. Empty without any.
 */
export function cliConfigPath(sources: readonly ConfigSource[], named: boolean): string {
  if (named && sources.length > 1) return sources.map(({ directory }) => `${directory};`).join("");
  return sources.at(-1)?.directory ?? "";
}

/**
 * The realm that Atmos derives from {@linkcode cliConfigPath}; undefined for an empty one.
 *
 * Reference: `pkg/config/auth_realm.go` of Atmos, for 16 digits.
 */
export async function realmHash(path: string): Promise<string | undefined> {
  if (path === "") return undefined;
  const clean = posix.normalize(path.replaceAll("\\", "/"));
  const text = clean.length > 1 && clean.endsWith("/") ? clean.slice(0, -1) : clean;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text.toLowerCase()));
  return new Uint8Array(digest).toHex().slice(0, 16);
}
