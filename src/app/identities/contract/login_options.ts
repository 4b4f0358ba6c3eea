import type { Secret } from "../../../domain/secret.ts";

/** The user's options for a login. */
export interface LoginOptions {
  /** Use the device flow of IAM Identity Center even if a browser is available. */
  readonly device: boolean;
  /** The MFA code, so that no prompt is needed. */
  readonly mfaCode?: Secret | undefined;
  /** Sign in to an IAM user at the AWS sign-in page, even if there are keys or a login. */
  readonly webFlow?: boolean | undefined;
  /** The file with the response of a SAML identity provider, `-` for standard input; no browser is opened. */
  readonly samlAssertion?: string | undefined;
  /** Whether an IAM Identity Center login stores the identities that it finds, if its provider is configured to. */
  readonly provisionIdentities?: boolean;
  /** Never prompt, even on a terminal. */
  readonly silent?: true;
}

/** The defaults. */
export const DEFAULT_LOGIN_OPTIONS: LoginOptions = { device: false };
