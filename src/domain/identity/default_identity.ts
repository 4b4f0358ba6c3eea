import type { AuthConfig } from "../auth/auth_config.ts";
import { usableValues } from "../auth/names.ts";

/** The names of the identities that are marked as default, in the order of the file. */
export function defaultIdentities(auth: AuthConfig): string[] {
  return usableValues(auth.identities).filter((identity) => identity.default).map(({ name }) => name);
}
