import { readStoredKeyEntry } from "../../domain/session/stored_key_entry.ts";
import { Secret } from "../../domain/secret.ts";
import type { Keyring, StoredKeys, StoredKeysOwner, StoredUserKeys } from "../../ports/sessions.ts";

/** The long-lived keys of users in a keyring. */
export class KeyringUserKeys implements StoredUserKeys {
  readonly #keyring: Keyring;

  constructor(keyring: Keyring) {
    this.#keyring = keyring;
  }

  async find(owner: StoredKeysOwner): Promise<StoredKeys> {
    const entry = await this.#keyring.find(owner);
    if (entry.kind === "none") return entry;
    const keys = readStoredKeyEntry(entry.text.expose());
    if (keys === undefined) {
      return { kind: "none", why: `What is in ${entry.from} is not the keys of a user, or is damaged` };
    }
    const { secretAccessKey, ...rest } = keys;
    return { kind: "keys", ...rest, secretAccessKey: new Secret(secretAccessKey), from: entry.from };
  }
}
