/** Whether Docker gets credentials for a registry. */
export type RegistryState =
  /** They are there. */
  | "ready"
  /** The helper requests a token when Docker wants it. */
  | "no_token"
  /** A person has to log in first. */
  | "login_needed"
  /** Docker sends a login that has ended. */
  | "expired"
  /** What should provide them cannot. */
  | "broken"
  /** Another program, or an entry that does not tell. */
  | "unknown"
  /** There are none. */
  | "none";

/** Whether credentials can be used without doing anything. */
export function isUsableState(state: RegistryState): boolean {
  return state === "ready" || state === "no_token";
}
