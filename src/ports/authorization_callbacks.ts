import type { Secret } from "../domain/secret.ts";
import type { WaitOptions } from "./wait_options.ts";

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

  /** Waits for the browser. */
  answer(options: WaitOptions): Promise<CallbackAnswer>;
}

/** Makes such places. */
export interface AuthorizationCallbacks {
  /** Opens one; undefined where no browser could come back to this machine. */
  open(): Promise<AuthorizationCallback | undefined>;
}
