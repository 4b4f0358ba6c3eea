import type { Secret } from "../../../domain/secret.ts";

/** What the person at the command line says about how to log in. */
export interface LoginOptions {
  /** Use the device flow of IAM Identity Center even where a browser is at hand. */
  readonly device: boolean;
  /** The code of the MFA device, so that nobody is asked for it. */
  readonly mfaCode?: Secret | undefined;
  /** Log in to an IAM user at AWS' sign-in page, whatever keys or logins there are. */
  readonly webFlow?: boolean | undefined;
  /** The file with the response of a SAML identity provider, `-` for standard input, so that no browser is opened. */
  readonly samlAssertion?: string | undefined;
  /** Whether a login to IAM Identity Center keeps the identities that it finds, where its provider asks for that. */
  readonly provisionIdentities?: boolean;
  /** Ask nobody, even at a terminal. */
  readonly silent?: true;
}

/** Nothing special. */
export const DEFAULT_LOGIN_OPTIONS: LoginOptions = { device: false };
