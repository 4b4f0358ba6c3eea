import { readIniSections } from "../../domain/ini/ini_sections.ts";
import { Secret } from "../../domain/secret.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { StoredKeys, StoredKeysOwner, StoredUserKeys } from "../../ports/stored_user_keys.ts";
import { readSharedFile } from "./shared_credential_files.ts";

/** The long-lived keys of the profile that has the identity's name, in the shared credentials file. */
export class ProfileUserKeys implements StoredUserKeys {
  readonly #path: string;

  /** @param path Absolute, see `sharedFilePaths`. */
  constructor(path: string) {
    this.#path = path;
  }

  async find({ name }: StoredKeysOwner): Promise<StoredKeys> {
    const sections = readIniSections(await readSharedFile(this.#path));
    const profile = [name, name.toLowerCase()].find((one) => sections.has(one));
    const settings = profile === undefined ? undefined : sections.get(profile);
    if (profile === undefined || settings === undefined) return { kind: "none" };
    const accessKeyId = settings.get("aws_access_key_id");
    const secretAccessKey = settings.get("aws_secret_access_key");
    const place = `profile "${escapeText(profile)}" of "${escapeText(this.#path)}"`;
    if (accessKeyId === undefined && secretAccessKey === undefined) return { kind: "none" };
    if (settings.has("aws_session_token")) {
      return { kind: "none", why: `The keys in ${place} are those of a session, and not a user's own` };
    }
    if (accessKeyId === undefined || secretAccessKey === undefined) {
      return { kind: "none", why: `Give ${place} both keys, or neither` };
    }
    return { kind: "keys", accessKeyId, secretAccessKey: new Secret(secretAccessKey), from: place };
  }
}
