import type { Provisioning } from "../domain/sso/provisioned_identities.ts";

/** The identities that logins to IAM Identity Center have found. Whoever loads a configuration reads them. */
export interface ProvisionedIdentities {
  /**
   * Replaces what was found for a provider.
   *
   * @throws {EnvironmentError} `STATE_UNUSABLE` when that cannot be written.
   */
  write(provisioning: Provisioning): Promise<void>;

  /** The path of what is kept for a provider; undefined where nothing is. Never fails. */
  find(provider: string): Promise<string | undefined>;

  /**
   * Removes what is kept for a provider.
   *
   * @returns Whether there was anything.
   * @throws {EnvironmentError} `STATE_UNUSABLE` when that cannot be removed.
   */
  remove(provider: string): Promise<boolean>;
}
