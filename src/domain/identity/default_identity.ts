import type { AuthConfig } from "../auth/model/auth_config.ts";
import { usable, usableValues } from "../auth/model/names.ts";

/** The names of the default identities, in the order of the file. */
export function defaultIdentities(auth: AuthConfig): string[] {
  return usableValues(auth.identities).filter((identity) => identity.default).map(({ name }) => name);
}

/**
 * Fails for a default identity that cannot be used: another one must not replace it.
 *
 * @throws {ConfigError} Its first error.
 */
export function requireUsableDefaults(auth: AuthConfig): void {
  for (const entry of auth.identities.values()) {
    if (entry.marked === true && entry.value === undefined) usable(entry);
  }
}
