import type { Provisioning } from "../domain/sso/provisioned_identities.ts";

/** The identities that logins to IAM Identity Center have found. Whoever loads a configuration reads them. */
export interface ProvisionedIdentities {
  /**
   * Replaces what was found for a provider.
   *
   * @throws {EnvironmentError} `STATE_UNUSABLE` when that cannot be written.
   */
  write(provisioning: Provisioning): Promise<void>;
}
