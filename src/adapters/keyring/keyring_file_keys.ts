import {
  homeDirectory,
  isAbsolutePath,
  keyringDirectory,
  pathIn,
} from "../../domain/files/app_directories.ts";
import { readStoredKeyEntry, storedKeyName } from "../../domain/session/stored_key_entry.ts";
import { Secret } from "../../domain/secret.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { Environment } from "../../ports/process.ts";
import type { StoredKeys, StoredKeysOwner, StoredUserKeys } from "../../ports/sessions.ts";
import { readPrivateSync } from "../fs/private_read.ts";
import { openPasswordJwe } from "./password_jwe.ts";

/** Far more than an entry, which has less than a thousand bytes. */
const MAX_BYTES = 64 * 1024;

/** Where Atmos has the password when nothing else is said. */
const PASSWORD_VARIABLE = "ATMOS_KEYRING_PASSWORD";

/**
 * The keys of users in Atmos' keyring of type `file`: one sealed file for each. Keyrings of the system are not read: each needs a
 * program or a library of its own.
 *
 * Reference: `pkg/auth/credentials/keyring_backends.go` and `pkg/keyring/file.go` of Atmos, and the file backend of
 * https://github.com/99designs/keyring.
 */
export class KeyringFileKeys implements StoredUserKeys {
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  async find({ name, realm, keyring = {} }: StoredKeysOwner): Promise<StoredKeys> {
    const type = this.#variable("ATMOS_KEYRING_TYPE") ?? keyring.type ?? "system";
    if (type !== "file") {
      return type === "memory" ? { kind: "none" } : {
        kind: "none",
        why:
          "Keys that Atmos keeps in the keyring of the system are not read here: log in with `atmos auth login` first, " +
          "or set auth.keyring.type to file",
      };
    }
    const directory = this.#directory(keyring.path);
    if (directory === undefined) return { kind: "none", why: "Atmos' keyring has no directory: set HOME" };
    const path = pathIn(directory, fileName(storedKeyName(name, realm)));
    const file = readEntry(path);
    if (file.kind === "absent") return { kind: "none" };
    const shown = escapeText(path);
    if (file.kind === "refused") return { kind: "none", why: `"${shown}" is not read: it ${file.state}` };
    const variable = this.#variable("ATMOS_KEYRING_PASSWORD_ENV") ?? keyring.passwordEnv ?? PASSWORD_VARIABLE;
    const password = this.#variable(variable);
    if (password === undefined) {
      return { kind: "none", why: `Set ${escapeText(variable)} to the password of Atmos' keyring` };
    }
    const keys = readKeys(await openPasswordJwe(new TextDecoder().decode(file.bytes), password));
    if (keys === undefined) {
      return {
        kind: "none",
        why: `"${shown}" cannot be opened: the password in ${
          escapeText(variable)
        } is another one, or it is damaged`,
      };
    }
    const { secretAccessKey, ...rest } = keys;
    return {
      kind: "keys",
      ...rest,
      secretAccessKey: new Secret(secretAccessKey),
      from: `Atmos' keyring, "${shown}"`,
    };
  }

  /** `ATMOS_KEYRING_FILE_PATH`, else what is configured, else Atmos' own. What looks like a file stands for its directory. */
  #directory(configured: string | undefined): string | undefined {
    const named = this.#variable("ATMOS_KEYRING_FILE_PATH") ?? configured;
    if (named === undefined) return keyringDirectory(this.#environment);
    const home = homeDirectory(this.#environment);
    if (/^~(?=\/|$)/.test(named) && home === undefined) return undefined;
    const expanded = named.replace(/^~(?=\/|$)/, () => home ?? "").replace(/(?<=.)\/+$/, "");
    const absolute = isAbsolutePath(expanded) ? expanded : `${this.#environment.cwd}/${expanded}`;
    return /\.[^/\\]*$/.test(absolute) ? absolute.replace(/[/\\][^/\\]*$/, "") : absolute;
  }

  #variable(name: string): string | undefined {
    return this.#environment.get(name) || undefined;
  }
}

/** The file of a key. Reference: `percent.Encode(key, "/")` of github.com/mtibben/percent, which encodes the percent sign, too. */
function fileName(key: string): string {
  return key.replaceAll(/[%/]/g, (character) => character === "/" ? "%2F" : "%25");
}

function readEntry(path: string): ReturnType<typeof readPrivateSync> {
  try {
    return readPrivateSync(path, MAX_BYTES);
  } catch {
    return { kind: "refused", state: "cannot be read" };
  }
}

/** The keys in an item of the keyring, whose data is the entry. */
function readKeys(plain: Uint8Array | undefined): ReturnType<typeof readStoredKeyEntry> {
  if (plain === undefined) return undefined;
  try {
    const item: unknown = JSON.parse(new TextDecoder().decode(plain));
    const data: unknown = typeof item === "object" && item !== null ? Reflect.get(item, "Data") : undefined;
    return typeof data === "string"
      ? readStoredKeyEntry(new TextDecoder().decode(Uint8Array.fromBase64(data)))
      : undefined;
  } catch {
    return undefined;
  }
}
