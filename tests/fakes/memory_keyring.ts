import { EnvironmentError } from "../../src/domain/errors/errors.ts";
import { Secret } from "../../src/domain/secret.ts";
import { storedKeyName } from "../../src/domain/session/keyring_entries.ts";
import type { Keyring, KeyringEntry, StoredKeysOwner } from "../../src/ports/sessions.ts";

/** A keyring as a map. */
export class MemoryKeyring implements Keyring {
  /** Entries by name. */
  readonly entries = new Map<string, string>();
  /** What the configuration and the environment make of it. */
  effective: ReturnType<Keyring["type"]> = "system";
  /** Why it cannot be used; undefined while it can. */
  trouble: string | undefined;

  find(owner: StoredKeysOwner): Promise<KeyringEntry> {
    if (this.trouble !== undefined) return Promise.resolve({ kind: "none", why: this.trouble });
    const text = this.entries.get(nameOf(owner));
    return Promise.resolve(
      text === undefined ? { kind: "none" } : { kind: "entry", text: new Secret(text), from: placeOf(owner) },
    );
  }

  has(owner: StoredKeysOwner): Promise<boolean> {
    return Promise.resolve(this.trouble === undefined && this.entries.has(nameOf(owner)));
  }

  // deno-lint-ignore require-await -- a refusal must reject, not throw.
  async store(owner: StoredKeysOwner, text: Secret): Promise<string> {
    this.#requireUsable();
    this.entries.set(nameOf(owner), text.expose());
    return placeOf(owner);
  }

  // deno-lint-ignore require-await -- as above.
  async remove(owner: StoredKeysOwner): Promise<boolean> {
    this.#requireUsable();
    return this.entries.delete(nameOf(owner));
  }

  type(): ReturnType<Keyring["type"]> {
    return this.effective;
  }

  #requireUsable(): void {
    if (this.trouble === undefined) return;
    throw new EnvironmentError("KEYRING_UNUSABLE", `Cannot use the keyring: ${this.trouble}`, {
      hint: "Set auth.keyring.type to file",
    });
  }
}

function nameOf({ name, realm }: StoredKeysOwner): string {
  return storedKeyName(name, realm);
}

function placeOf(owner: StoredKeysOwner): string {
  return `the keyring, "${nameOf(owner)}"`;
}
