import type { AwsCredentials } from "../../domain/identity/credentials.ts";

/**
 * Marks credentials that the environment of the process gave, and what was derived from them. The SDKs let the profile that gave
 * credentials also say where their requests go (`endpoint_url`, `use_fips_endpoint`); for credentials of a configured identity the
 * shared files must not have a say. An own symbol, unlike a WeakSet, survives a copy by spreading.
 */
const AMBIENT = Symbol("ambient");

/** A copy that is marked as coming from the environment. */
export function markAmbient(credentials: AwsCredentials): AwsCredentials {
  const marked: AwsCredentials & { readonly [AMBIENT]: true } = { ...credentials, [AMBIENT]: true };
  return marked;
}

/** Whether credentials come from the environment of the process. */
export function isAmbient(credentials: AwsCredentials): boolean {
  return Object.hasOwn(credentials, AMBIENT);
}
