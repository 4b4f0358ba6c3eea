import type { KeyringEntry } from "../../ports/sessions.ts";

/** A keyring. Entries are found by the names that Atmos uses, see `storedKeyName`. */
export interface Ring {
  /** The entry under a name. Never fails: `why` is the reason why it cannot be read. */
  find(name: string): Promise<KeyringEntry>;

  /** Whether there is an entry under a name; false if unknown. Never prompts. Never fails. */
  has(name: string): Promise<boolean>;

  /**
   * Stores a text under a name, replacing an older one.
   *
   * @returns Where it is, as in {@linkcode KeyringEntry}.
   * @throws {EnvironmentError} `KEYRING_UNUSABLE`.
   */
  store(name: string, text: string): Promise<string>;

  /** @returns Whether there was one. @throws {EnvironmentError} `KEYRING_UNUSABLE`. */
  remove(name: string): Promise<boolean>;
}

/** The account of every entry in a system keyring. Reference: `KeyringUser` in `pkg/auth/credentials/store.go` of Atmos. */
export const ACCOUNT = "atmos-auth";
