import type { KeyringConfig } from "../domain/auth/auth_config.ts";
import type { Secret } from "../domain/secret.ts";

/** Whose keys are looked for. */
export interface StoredKeysOwner {
  /** The identity's name as written. */
  readonly name: string;
  readonly realm: string;
  readonly keyring?: KeyringConfig | undefined;
}

/** What a place says of a user. */
export type StoredKeys =
  | {
    readonly kind: "keys";
    readonly accessKeyId: string;
    readonly secretAccessKey: Secret;
    /** The device that is kept with the keys. */
    readonly mfaArn?: string | undefined;
    /** Seconds that sessions shall last. */
    readonly sessionSeconds?: number | undefined;
    /** Where they come from: `profile "dev" of the shared credentials file`. */
    readonly from: string;
  }
  /** There are none that can be used; `why` is a sentence about what would have to be done, where there is something. */
  | { readonly kind: "none"; readonly why?: string };

/** A place beside the configuration where the long-lived keys of an IAM user may be kept. */
export interface StoredUserKeys {
  find(owner: StoredKeysOwner): Promise<StoredKeys>;
}
