import type { Secret } from "../domain/secret.ts";
import type { WaitOptions } from "./time.ts";
import type { SamlAssertion } from "../domain/saml/saml_response.ts";
import type { AwsError } from "../domain/errors/errors.ts";
import type { SignInLogin, SignInTokens } from "../domain/sign_in/sign_in.ts";

/** The user's web browser. */
export interface Browser {
  /** Whether a browser seems to be available on the machine that the user sits at. */
  readonly available: boolean;

  /** Opens a page. @param url An https page, or an http page of this machine. @returns Whether a program was started to open it. */
  open(url: string): Promise<boolean>;
}

/** The result of a browser login. */
export type CallbackAnswer =
  | { readonly kind: "code"; readonly code: Secret }
  /** The login page returned an error instead of a code; `error` is the OAuth error code, and is untrusted. */
  | { readonly kind: "refused"; readonly error: string }
  | { readonly kind: "late" };

/** Waits for the user's browser to return from the login page. Holds what is unique to this login. */
export interface AuthorizationCallback extends AsyncDisposable {
  /** `http://127.0.0.1:<port>/oauth/callback`. */
  readonly redirectUri: string;
  /** The state that the browser must return. */
  readonly state: string;
  /** The PKCE verifier, needed to redeem the code. Reference: RFC 7636. */
  readonly verifier: Secret;
  /** The PKCE challenge: base64url of the verifier's SHA-256. */
  readonly challenge: string;

  /**
   * A local page that redirects to the login page, once. Its address may be visible to other users, for example in a program's arguments:
   * if it is opened a second time, the login is refused.
   *
   * @param url The login page, with its parameters.
   */
  startPage(url: string): string;

  /** Waits for the browser to return. */
  answer(options: WaitOptions): Promise<CallbackAnswer>;
}

/** Opens callbacks. */
export interface AuthorizationCallbacks {
  /** Opens a callback; undefined if no browser could reach this machine. */
  open(): Promise<AuthorizationCallback | undefined>;
}

/** The parameters of a login through an identity provider. */
export interface SamlSignInRequest {
  /** The identity provider's page that starts a login to AWS. */
  readonly url: string;
  /** The program to use as the browser; undefined for an installed one. */
  readonly browserPath?: string | undefined;
  /** Milliseconds until the login times out. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** The result of a login. */
export type SamlSignIn =
  /** The response that the identity provider posted to AWS, base64. */
  | { readonly kind: "response"; readonly response: Secret }
  /** The user closed the last window. */
  | { readonly kind: "closed" }
  | { readonly kind: "late" }
  /** No browser that can be controlled was found. */
  | { readonly kind: "no-browser"; readonly looked: readonly string[] }
  /** The browser did not start, or cannot be controlled. @param state The reason, for people. */
  | { readonly kind: "failed"; readonly state: string };

/** Lets the user log in at an identity provider in a browser, and returns what it would have posted to AWS. */
export interface SamlBrowser {
  signIn(request: SamlSignInRequest): Promise<SamlSignIn>;
}

/** The result of reading an assertion. */
export type SamlReading =
  | { readonly kind: "assertion"; readonly assertion: SamlAssertion }
  /** @param state The reason, for people; contains nothing of the assertion. */
  | { readonly kind: "invalid"; readonly state: string };

/** Files that contain a SAML response. */
export interface SamlFiles {
  /** @param path A file, or `-` for standard input. @throws {UsageError} `USAGE` if it cannot be read. */
  read(path: string): Promise<Secret>;
}

/** Reads SAML responses. */
export interface SamlAssertions {
  /** @param response Base64, white space allowed. */
  read(response: Secret): Promise<SamlReading>;
}

/** What is exchanged for credentials: an authorization code or a refresh token. */
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

/** The service's response. */
export type SignInReply =
  | { readonly kind: "tokens"; readonly tokens: SignInTokens }
  /** The grant is invalid or has expired: a new login is required. */
  | { readonly kind: "refused"; readonly error: AwsError };

/** AWS' sign-in service. */
export interface SignInService {
  /** The login page, without a trailing slash. @throws {AwsError} `AWS_ENDPOINT_REFUSED`. */
  origin(region: string): string;
  /** Creates the key that proves possession of a refresh token: PKCS#8, base64. */
  createKey(): Promise<Secret>;
  /**
   * Exchanges a grant for credentials.
   *
   * @param dpopKey The key of the login.
   * @throws {AwsError} For any failure other than a refused grant.
   */
  createToken(grant: SignInGrant, dpopKey: Secret, options: SignInOptions): Promise<SignInReply>;
}

/** The owner of a login. */
export interface SignInOwner {
  /** The identity's name as written. */
  readonly identity: string;
  readonly realm: string;
}

/** Logins at the sign-in service, stored between runs and shared with Atmos. */
export interface SignInLogins {
  /** The login of an identity; undefined if there is none that is readable and trusted. Never fails. */
  read(owner: SignInOwner): Promise<SignInLogin | undefined>;
  /** Stores a login. Never fails: if it cannot be stored, the user logs in again next time. */
  write(owner: SignInOwner, login: SignInLogin): Promise<void>;
  /** Removes a login. @returns Whether there was one. @throws {EnvironmentError} `STATE_UNUSABLE` when it cannot be removed. */
  remove(owner: SignInOwner): Promise<boolean>;
  /** Locks a login for this process. Undefined if another process holds it for too long. */
  hold(owner: SignInOwner, options: WaitOptions): Promise<Disposable | undefined>;
}
