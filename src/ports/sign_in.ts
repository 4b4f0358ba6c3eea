import type { AwsError } from "../domain/errors/errors.ts";
import type { Secret } from "../domain/secret.ts";
import type { SignInLogin, SignInTokens } from "../domain/sign_in/sign_in.ts";

/** What is exchanged for credentials. */
export type SignInGrant =
  | {
    readonly kind: "code";
    readonly clientId: string;
    readonly code: Secret;
    readonly verifier: Secret;
    readonly redirectUri: string;
  }
  | { readonly kind: "refresh"; readonly clientId: string; readonly refreshToken: Secret };

/** How to call the service. */
export interface SignInOptions {
  readonly region: string;
  readonly signal: AbortSignal;
}

/** What the service replies. */
export type SignInReply =
  | { readonly kind: "tokens"; readonly tokens: SignInTokens }
  /** The grant is not valid, or no longer: only a new login helps. */
  | { readonly kind: "refused"; readonly error: AwsError };

/** AWS' sign-in service. */
export interface SignInService {
  /** Where a person logs in, without a slash at the end. @throws {AwsError} `AWS_ENDPOINT_REFUSED`. */
  origin(region: string): string;
  /** A new key to prove with who may use a refresh token: PKCS#8, base64. */
  createKey(): Promise<Secret>;
  /**
   * Exchanges a grant for credentials.
   *
   * @param dpopKey The key of the login.
   * @throws {AwsError} For anything but a grant that is refused.
   */
  createToken(grant: SignInGrant, dpopKey: Secret, options: SignInOptions): Promise<SignInReply>;
}

/** Whose login it is. */
export interface SignInOwner {
  /** The identity's name as written. */
  readonly identity: string;
  readonly realm: string;
}

/** Logins at the sign-in service that are kept between runs, and shared with Atmos. */
export interface SignInLogins {
  /** The login of an identity; undefined where there is none that can be read and trusted. Never fails. */
  read(owner: SignInOwner): Promise<SignInLogin | undefined>;
  /** Keeps a login. Where it cannot be kept, the person logs in again next time: never fails. */
  write(owner: SignInOwner, login: SignInLogin): Promise<void>;
  /** Removes a login. @returns Whether there was one. */
  remove(owner: SignInOwner): Promise<boolean>;
  /** Lets one process at a time use a login. Undefined when another one has it for too long. */
  hold(
    owner: SignInOwner,
    options: { readonly timeoutMs: number; readonly signal: AbortSignal },
  ): Promise<Disposable | undefined>;
}
