import type { AwsCredentials } from "../../../domain/identity/credentials.ts";
import type { SharedProfile } from "../shared_files/shared_profile.ts";

/**
 * Marks credentials that the environment of the process gave, and what was derived from them. The SDKs let the profile that gave
 * credentials also say where their requests go (`endpoint_url`, `use_fips_endpoint`); for credentials of a configured identity the
 * shared files must not have a say. An own symbol, unlike a WeakMap, survives a copy by spreading.
 */
const AMBIENT = Symbol("ambient");

type Marked = AwsCredentials & { readonly [AMBIENT]?: SharedProfile };

/** A copy that is marked as coming from the environment. @param profile The profile in use. */
export function markAmbient(credentials: AwsCredentials, profile: SharedProfile): AwsCredentials {
  const marked: Marked = { ...credentials, [AMBIENT]: profile };
  return marked;
}

/** The profile in use where credentials come from the environment of the process; undefined for all others. */
export function ambientProfile(credentials: AwsCredentials | undefined): SharedProfile | undefined {
  const marked: Marked | undefined = credentials;
  return marked?.[AMBIENT];
}
