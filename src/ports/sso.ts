import type { AwsError } from "../domain/errors/errors.ts";
import type { Secret } from "../domain/secret.ts";
import type { SsoRegistration, SsoSession, SsoSessionKey, SsoTokens } from "../domain/sso/sso_session.ts";
import type { AwsCredentials } from "../domain/identity/credentials.ts";
import type { SsoAccount } from "../domain/sso/find_account.ts";
import type { StsOptions } from "./aws.ts";
import type { WaitOptions } from "./time.ts";

/** How a user logs in: with a code on any device, or in a browser on this machine that returns to a redirect URI. */
export type SsoLoginWay =
  | { readonly kind: "device" }
  | { readonly kind: "browser"; readonly startUrl: string };

/** A device authorization (RFC 8628). */
export interface DeviceAuthorization {
  readonly deviceCode: Secret;
  /** The code that the user compares. Untrusted, like the pages. */
  readonly userCode: string;
  /** The page to log in on. */
  readonly page: string;
  /** The same with the code filled in; absent if AWS sent none. */
  readonly completePage?: string;
  /** Seconds until the code expires. */
  readonly expiresInSeconds: number;
  /** Seconds between two polls. */
  readonly intervalSeconds: number;
}

/** What is exchanged for tokens. */
export type SsoGrant =
  | { readonly kind: "device"; readonly deviceCode: Secret }
  | {
    readonly kind: "code";
    readonly code: Secret;
    readonly redirectUri: string;
    /** The PKCE verifier. */
    readonly verifier: Secret;
  }
  | { readonly kind: "refresh"; readonly refreshToken: Secret };

/** AWS' response to a grant. */
export type SsoAnswer =
  | { readonly kind: "tokens"; readonly tokens: SsoTokens }
  /** The user has not decided yet. */
  | { readonly kind: "pending" }
  /** The user has not decided yet, and the polls come too fast. */
  | { readonly kind: "slow-down" }
  /** The grant will never be valid: the user denied it, it expired, or it or the client is unknown. */
  | {
    readonly kind: "refused";
    readonly reason: "denied" | "expired" | "invalid";
    /** AWS' message, with its code and request ID. */
    readonly words: string;
    /** The error that any other call would have thrown. */
    readonly error: AwsError;
  };

/** The login service of IAM Identity Center. Every call may throw {@linkcode AwsError}. */
export interface SsoOidc {
  /** Registers this program as a client. */
  register(way: SsoLoginWay, options: SsoOptions): Promise<SsoRegistration>;

  /** Requests a code with which a user can log in. */
  startDevice(
    registration: SsoRegistration,
    startUrl: string,
    options: SsoOptions,
  ): Promise<DeviceAuthorization>;

  /** Exchanges a grant for tokens. */
  createToken(registration: SsoRegistration, grant: SsoGrant, options: SsoOptions): Promise<SsoAnswer>;

  /** The browser login page, without its parameters. @throws {ConfigError} `CONFIG_UNTRUSTED`. */
  authorizePage(options: Omit<SsoOptions, "signal">): string;
}

/** Where a call to IAM Identity Center goes. */
export type SsoOptions = StsOptions;

/** A permission set in an account. */
export interface SsoRole {
  /** 12 digits. */
  readonly accountId: string;
  readonly roleName: string;
}

/**
 * The access portal of IAM Identity Center: what a logged-in user can access. Every call may throw {@linkcode AwsError};
 * `AWS_CREDENTIALS_EXPIRED` if the access token is invalid or has expired.
 */
export interface SsoPortal {
  /** Every account to which the user has access. */
  accounts(accessToken: Secret, options: SsoOptions): Promise<readonly SsoAccount[]>;

  /** The names of the user's permission sets in an account. */
  roles(accessToken: Secret, accountId: string, options: SsoOptions): Promise<readonly string[]>;

  /** Credentials of a permission set, and the region that issued them. */
  roleCredentials(accessToken: Secret, role: SsoRole, options: SsoOptions): Promise<AwsCredentials>;

  /** Revokes an access token at AWS. */
  logout(accessToken: Secret, options: SsoOptions): Promise<void>;
}

/** IAM Identity Center logins, stored between runs and shared with Atmos. */
export interface SsoSessions {
  /** The session of a start URL and region; undefined if there is none that is readable and trusted. Never fails. */
  read(key: SsoSessionKey): Promise<SsoSession | undefined>;

  /** Stores a session. Never fails: if it cannot be stored, the user logs in again next time. */
  write(session: SsoSession): Promise<void>;

  /** Removes a session. @returns Whether there was one. @throws {EnvironmentError} `STATE_UNUSABLE` if it cannot be removed. */
  remove(key: SsoSessionKey): Promise<boolean>;

  /**
   * Locks a session for one process, to refresh it or to log in. Released when disposed, or when the process ends.
   *
   * @returns Undefined if another process still holds it after that time. If there is no place for locks, every process gets one.
   */
  hold(key: SsoSessionKey, options: WaitOptions): Promise<Disposable | undefined>;
}
