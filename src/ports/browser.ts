import type { Secret } from "../domain/secret.ts";
import type { WaitOptions } from "./time.ts";
import type { SamlAssertion } from "../domain/saml/assertion.ts";
import type { AwsError } from "../domain/errors/errors.ts";
import type { SignInLogin, SignInTokens } from "../domain/sign_in/sign_in.ts";

/** The person's web browser. */
export interface Browser {
  /** Whether there seems to be one on the machine that the person sits at. */
  readonly available: boolean;

  /**
   * Opens a page.
   *
   * @param url An https page, or an http page of this machine.
   * @returns Whether something was started that should open it.
   */
  open(url: string): Promise<boolean>;
}

/** What the person's browser came back with. */
export type CallbackAnswer =
  | { readonly kind: "code"; readonly code: Secret }
  /** The login page sent it back without one; `error` is OAuth's word for the reason, and comes from outside. */
  | { readonly kind: "refused"; readonly error: string }
  | { readonly kind: "late" };

/** A place that waits for one person's browser to come back from the login page, with what belongs to this one login alone. */
export interface AuthorizationCallback extends AsyncDisposable {
  /** `http://127.0.0.1:<port>/oauth/callback`. */
  readonly redirectUri: string;
  /** What the browser must bring back. */
  readonly state: string;
  /** The secret half of PKCE, which redeems the code. Reference: RFC 7636. */
  readonly verifier: Secret;
  /** The other half: base64url of its SHA-256. */
  readonly challenge: string;

  /**
   * A page of this machine that leads to a login page, once. It may stand where others can read it, as in a program's arguments: when
   * it is opened a second time the login ends as refused.
   *
   * @param url The login page, with its parameters.
   */
  startPage(url: string): string;

  /** Waits for the browser. */
  answer(options: WaitOptions): Promise<CallbackAnswer>;
}

/** Makes such places. */
export interface AuthorizationCallbacks {
  /** Opens one; undefined where no browser could come back to this machine. */
  open(): Promise<AuthorizationCallback | undefined>;
}

/** What a login through an identity provider needs to know. */
export interface SamlSignInRequest {
  /** The page of the identity provider that begins a login to AWS. */
  readonly url: string;
  /** The program to use as the browser; the one that the machine has when undefined. */
  readonly browserPath?: string | undefined;
  /** Milliseconds that the person has. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** How a login ended. */
export type SamlSignIn =
  /** What the identity provider posted to AWS, base64. */
  | { readonly kind: "response"; readonly response: Secret }
  /** The person closed the last window. */
  | { readonly kind: "closed" }
  | { readonly kind: "late" }
  /** No browser that can be driven was found. */
  | { readonly kind: "no-browser"; readonly looked: readonly string[] }
  /** The browser did not start, or does not let itself be driven. @param state Why, for people. */
  | { readonly kind: "failed"; readonly state: string };

/** Logs a person in at an identity provider, in a browser, and returns what it would have posted to AWS. */
export interface SamlBrowser {
  signIn(request: SamlSignInRequest): Promise<SamlSignIn>;
}

/** What reading an assertion gave. */
export type SamlReading =
  | { readonly kind: "assertion"; readonly assertion: SamlAssertion }
  /** @param state What is wrong, for people; nothing of the assertion itself. */
  | { readonly kind: "invalid"; readonly state: string };

/** Files in which a person hands over a SAML response. */
export interface SamlFiles {
  /**
   * @param path A file, or `-` for standard input.
   * @throws {UsageError} `USAGE` when it cannot be read.
   */
  read(path: string): Promise<Secret>;
}

/** Reads SAML responses. */
export interface SamlAssertions {
  /** @param response Base64, white space allowed. */
  read(response: Secret): Promise<SamlReading>;
}

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
  /** Removes a login. @returns Whether there was one. @throws {EnvironmentError} `STATE_UNUSABLE` when it cannot be removed. */
  remove(owner: SignInOwner): Promise<boolean>;
  /** Lets one process at a time use a login. Undefined when another one has it for too long. */
  hold(
    owner: SignInOwner,
    options: { readonly timeoutMs: number; readonly signal: AbortSignal },
  ): Promise<Disposable | undefined>;
}
