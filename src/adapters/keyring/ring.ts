import type { KeyringEntry } from "../../ports/sessions.ts";

/** One keyring. Entries are found by the name that Atmos gives them, see `storedKeyName`. */
export interface Ring {
  /** What is kept under a name. Never fails: `why` says what keeps it from being read. */
  find(name: string): Promise<KeyringEntry>;

  /** Whether there is anything under a name; false where that cannot be told. Asks nobody. Never fails. */
  has(name: string): Promise<boolean>;

  /**
   * Keeps a text under a name, in place of an older one.
   *
   * @returns Where it is, in the words of {@linkcode KeyringEntry}.
   * @throws {EnvironmentError} `KEYRING_UNUSABLE`.
   */
  store(name: string, text: string): Promise<string>;

  /** @returns Whether there was one. @throws {EnvironmentError} `KEYRING_UNUSABLE`. */
  remove(name: string): Promise<boolean>;
}

/** The account of every entry in a keyring of the system. Reference: `KeyringUser` in `pkg/auth/credentials/store.go` of Atmos. */
export const ACCOUNT = "atmos-auth";
