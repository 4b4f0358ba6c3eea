/** Whether Docker gets credentials for a registry. */
export type RegistryState =
  /** Credentials are available. */
  | "ready"
  /** The helper requests a token when Docker needs it. */
  | "no_token"
  /** An interactive login is required. */
  | "login_needed"
  /** Docker sends an expired login. */
  | "expired"
  /** The source cannot provide credentials. */
  | "broken"
  /** Another program, or an opaque entry. */
  | "unknown"
  /** There are no credentials. */
  | "none";

/** Whether Docker can get credentials without any action by the user. */
export function isUsableState(state: RegistryState): boolean {
  return state === "ready" || state === "no_token";
}
