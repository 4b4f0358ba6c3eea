import { EnvironmentError } from "../../domain/errors/errors.ts";
import { Secret } from "../../domain/secret.ts";
import { readStoredKeyEntry, storedKeyEntry } from "../../domain/session/keyring_entries.ts";
import type {
  Keyring,
  StoredKeys,
  StoredKeysOwner,
  UserKeysToKeep,
  UserKeyStore,
} from "../../ports/sessions.ts";

/** The long-lived keys of users in a keyring. */
export class KeyringUserKeys implements UserKeyStore {
  readonly #keyring: Keyring;

  constructor(keyring: Keyring) {
    this.#keyring = keyring;
  }

  async find(owner: StoredKeysOwner): Promise<StoredKeys> {
    const entry = await this.#keyring.find(owner);
    if (entry.kind === "none") return entry;
    const keys = readStoredKeyEntry(entry.text.expose());
    if (keys === undefined) {
      return { kind: "none", why: `${entry.from} does not contain the keys of an IAM user` };
    }
    const { secretAccessKey, ...rest } = keys;
    return { kind: "keys", ...rest, secretAccessKey: new Secret(secretAccessKey), from: entry.from };
  }

  async keep(owner: StoredKeysOwner, { secretAccessKey, ...keys }: UserKeysToKeep): Promise<string> {
    const text = new Secret(storedKeyEntry({ ...keys, secretAccessKey: secretAccessKey.expose() }));
    const place = await this.#keyring.store(owner, text);
    const kept = await this.#keyring.find(owner);
    if (kept.kind === "entry" && kept.text.expose() === text.expose()) return place;
    const state = kept.kind === "none" ? kept.why : undefined;
    throw new EnvironmentError(
      "KEYRING_UNUSABLE",
      `Cannot store the keys of "${owner.name}" in ${place}: ${state ?? "they cannot be read back"}`,
      { hint: "Set auth.keyring.type to file, or store them in an AWS profile with --aws-profile-file" },
    );
  }
}
