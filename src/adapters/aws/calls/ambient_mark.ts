import type { AwsCredentials } from "../../../domain/identity/credentials.ts";
import type { SharedProfile } from "../shared_files/shared_profile.ts";

/**
 * Marks credentials from the environment, and credentials derived from them. The SDKs let the profile of credentials also determine the
 * endpoint (`endpoint_url`, `use_fips_endpoint`); for credentials of a configured identity, the shared files must be ignored. A symbol,
 * unlike a WeakMap, survives a copy by spreading.
 */
const AMBIENT = Symbol("ambient");

type Marked = AwsCredentials & { readonly [AMBIENT]?: SharedProfile };

/** A copy that is marked as coming from the environment. @param profile The profile in use. */
export function markAmbient(credentials: AwsCredentials, profile: SharedProfile): AwsCredentials {
  const marked: Marked = { ...credentials, [AMBIENT]: profile };
  return marked;
}

/** The profile in use if credentials come from the environment; undefined for all others. */
export function ambientProfile(credentials: AwsCredentials | undefined): SharedProfile | undefined {
  const marked: Marked | undefined = credentials;
  return marked?.[AMBIENT];
}
