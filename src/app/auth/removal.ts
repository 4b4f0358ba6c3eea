import type { AtmosEcrError } from "../../domain/errors/errors.ts";
import type { Target } from "../../domain/login/target.ts";
import { asExpectedError } from "../expected_error.ts";

/** An item that a logout removes. */
export type Removal =
  | { readonly kind: "session"; readonly identity: string; readonly path: string }
  | { readonly kind: "sso"; readonly provider: string }
  /** The AWS sign-in of a user. */
  | { readonly kind: "sign-in"; readonly identity: string }
  /** A file of sessions of any realm. */
  | { readonly kind: "file"; readonly path: string }
  /** The identities found by a provider login. */
  | { readonly kind: "identities"; readonly provider: string; readonly path: string }
  /** The keys of a user, or a provider login that Atmos stored, in a keyring. */
  | { readonly kind: "keyring"; readonly identity?: string; readonly provider?: string }
  /** Docker's login, or the cached tokens of the credential helper. */
  | TargetRemoval;

/** What a logout removes for a registry. */
export interface TargetRemoval {
  readonly kind: "docker" | "token";
  readonly target: Target;
}

/** The result of a removal. */
export type RemovalOutcome =
  & Removal
  & ({ readonly status: "ok" } | { readonly status: "failed"; readonly error: AtmosEcrError });

/** Removes an item. @returns Nothing if it did not exist. */
export async function attempt(removal: Removal, remove: () => Promise<boolean>): Promise<RemovalOutcome[]> {
  try {
    return await remove() ? [{ ...removal, status: "ok" }] : [];
  } catch (error) {
    return [failed(removal, asExpectedError(error))];
  }
}

/** The result of a removal that failed. */
export function failed(removal: Removal, error: AtmosEcrError): RemovalOutcome {
  return { ...removal, status: "failed", error };
}
