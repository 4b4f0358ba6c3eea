import type { SamlAssertion } from "../domain/saml/assertion.ts";
import type { Secret } from "../domain/secret.ts";

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
