import type { AwsError } from "../domain/errors/errors.ts";
import type { Secret } from "../domain/secret.ts";
import type { SsoRegistration, SsoSession, SsoSessionKey, SsoTokens } from "../domain/sso/sso_session.ts";
import type { Located } from "../domain/auth/model/auth_config.ts";
import type { AwsCredentials } from "../domain/identity/credentials.ts";
import type { SsoAccount } from "../domain/sso/find_account.ts";
import type { CallOptions } from "./aws.ts";
import type { WaitOptions } from "./time.ts";

/** How a person logs in: with a code on any device, or in a browser on this machine that leads back to a redirect URI. */
export type SsoLoginWay =
  | { readonly kind: "device" }
  | { readonly kind: "browser"; readonly startUrl: string };

/** A device authorization, as RFC 8628 has it. */
export interface DeviceAuthorization {
  readonly deviceCode: Secret;
  /** What the person compares. Comes from outside, as the pages do. */
  readonly userCode: string;
  /** The page to log in on. */
  readonly page: string;
  /** The same with the code filled in; absent when AWS sent none. */
  readonly completePage?: string;
  /** Seconds until the code ends. */
  readonly expiresInSeconds: number;
  /** Seconds between two questions. */
  readonly intervalSeconds: number;
}

/** What a token is asked for with. */
export type SsoGrant =
  | { readonly kind: "device"; readonly deviceCode: Secret }
  | {
    readonly kind: "code";
    readonly code: Secret;
    readonly redirectUri: string;
    /** What the code challenge was made from. */
    readonly verifier: Secret;
  }
  | { readonly kind: "refresh"; readonly refreshToken: Secret };

/** What AWS says to a grant. */
export type SsoAnswer =
  | { readonly kind: "tokens"; readonly tokens: SsoTokens }
  /** The person has not decided yet. */
  | { readonly kind: "pending" }
  /** Nor has the person here, and the questions come too fast. */
  | { readonly kind: "slow-down" }
  /** The grant will never be good: the person said no, it has ended, or it or the client is not (any more) known. */
  | {
    readonly kind: "refused";
    readonly reason: "denied" | "expired" | "invalid";
    /** What AWS said, with its code and request id. */
    readonly words: string;
    /** The refusal as any other call would have thrown it. */
    readonly error: AwsError;
  };

/** The login service of IAM Identity Center. Every call may throw {@linkcode AwsError}. */
export interface SsoOidc {
  /** Makes this program known. */
  register(way: SsoLoginWay, options: SsoOptions): Promise<SsoRegistration>;

  /** Asks for a code that a person can log in with. */
  startDevice(
    registration: SsoRegistration,
    startUrl: string,
    options: SsoOptions,
  ): Promise<DeviceAuthorization>;

  /** Exchanges a grant for tokens. */
  createToken(registration: SsoRegistration, grant: SsoGrant, options: SsoOptions): Promise<SsoAnswer>;

  /** The page on which a person logs in by browser, without its parameters. @throws {ConfigError} `CONFIG_UNTRUSTED`. */
  authorizePage(options: Omit<SsoOptions, "signal">): string;
}

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

/** Logins to IAM Identity Center that are kept between runs, and shared with Atmos. */
export interface SsoSessions {
  /** The session of a start URL and region; undefined where there is none that can be read and trusted. Never fails. */
  read(key: SsoSessionKey): Promise<SsoSession | undefined>;

  /** Replaces the session of its key. Where it cannot be kept, the person logs in again next time: never fails. */
  write(session: SsoSession): Promise<void>;

  /**
   * Removes a session.
   *
   * @returns Whether there was one.
   * @throws {EnvironmentError} `STATE_UNUSABLE` when it cannot be removed.
   */
  remove(key: SsoSessionKey): Promise<boolean>;

  /**
   * Lets one process at a time refresh a session or log in to it. Freed when it is disposed, or when the process ends.
   *
   * @returns Undefined when another process still has it after that time. Where there is no place for locks it is given to everybody.
   */
  hold(key: SsoSessionKey, options: WaitOptions): Promise<Disposable | undefined>;
}
