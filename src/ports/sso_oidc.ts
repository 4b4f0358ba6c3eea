import type { AwsError } from "../domain/errors/errors.ts";
import type { Secret } from "../domain/secret.ts";
import type { SsoRegistration, SsoTokens } from "../domain/sso/sso_session.ts";
import type { SsoOptions } from "./sso_portal.ts";

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
    /** What AWS said, with its code and request id; safe for a terminal. */
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
