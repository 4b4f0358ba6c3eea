import type { Located } from "../domain/auth/auth_config.ts";
import type { AwsCredentials } from "../domain/identity/credentials.ts";
import type { Secret } from "../domain/secret.ts";
import type { SsoAccount } from "../domain/sso/find_account.ts";
import type { CallOptions } from "./ecr_tokens.ts";

/** Where a call to IAM Identity Center goes. */
export interface SsoOptions extends CallOptions {
  readonly region: string;
  /** Base endpoint that replaces the region's own, from `spec.endpoint_url`. */
  readonly endpointUrl?: Located<string> | undefined;
}

/** A permission set in an account. */
export interface SsoRole {
  /** 12 digits. */
  readonly accountId: string;
  readonly roleName: string;
}

/**
 * The access portal of IAM Identity Center: what a person who is logged in may use. Every call may throw {@linkcode AwsError};
 * `AWS_CREDENTIALS_EXPIRED` when the access token is not, or no longer, good.
 */
export interface SsoPortal {
  /** Every account in which the person has anything. */
  accounts(accessToken: Secret, options: SsoOptions): Promise<readonly SsoAccount[]>;

  /** The names of the person's permission sets in an account. */
  roles(accessToken: Secret, accountId: string, options: SsoOptions): Promise<readonly string[]>;

  /** Credentials of a permission set, with the region that was asked. */
  roleCredentials(accessToken: Secret, role: SsoRole, options: SsoOptions): Promise<AwsCredentials>;

  /** Ends the session of an access token, at AWS. */
  logout(accessToken: Secret, options: SsoOptions): Promise<void>;
}
