import { dirname } from "node:path";
import { EnvironmentError } from "../../domain/errors/errors.ts";
import { pathIn } from "../../domain/files/app_directories.ts";
import { parseFields } from "../../domain/files/json_fields.ts";
import { Secret } from "../../domain/secret.ts";
import type { KeyringEntry } from "../../ports/sessions.ts";
import { replaceFile } from "../fs/atomic_replace.ts";
import { stateOf } from "../fs/file_error.ts";
import { readPrivateSync } from "../fs/private_read.ts";
import { removeFile } from "../fs/guarded_directory.ts";
import { openPasswordJwe, sealPasswordJwe } from "./password_jwe.ts";
import type { Ring } from "./ring.ts";

/** Much larger than an entry, which has about a thousand bytes. */
const MAX_BYTES = 64 * 1024;

/** The minimum password length of Atmos. Reference: `pkg/keyring/file.go` of Atmos. */
const MIN_PASSWORD_LENGTH = 8;

/** The source of a keyring's password. */
export interface RingPassword {
  /** The variable that contains it. */
  readonly variable: string;
  /** The password; undefined if the variable is unset and prompts are impossible. */
  get(): Promise<string | undefined>;
}

/**
 * Atmos' keyring of type `file`: one encrypted file per entry.
 * Reference: `pkg/auth/credentials/keyring_backends.go` and `pkg/keyring/file.go` of Atmos, and the file backend of
 * https://github.com/99designs/keyring.
 */
export class FileRing implements Ring {
  readonly #directory: string;
  readonly #password: RingPassword;
  readonly #shownDirectory: string;

  /** @param directory Absolute; it need not exist. @param shown Its name in messages, if the path must not be repeated. */
  constructor(directory: string, password: RingPassword, shown = directory) {
    this.#directory = directory;
    this.#password = password;
    this.#shownDirectory = shown;
  }

  async find(name: string): Promise<KeyringEntry> {
    const path = this.#path(name);
    const file = readEntry(path);
    if (file.kind === "absent") return { kind: "none" };
    const shown = this.#shown(name);
    if (file.kind === "refused") return { kind: "none", why: `"${shown}" is not read: it ${file.state}` };
    const { variable } = this.#password;
    const password = await this.#password.get();
    if (password === undefined) return { kind: "none", why: setPassword(variable) };
    const text = readItem(await openPasswordJwe(new TextDecoder().decode(file.bytes), password));
    return text === undefined
      ? {
        kind: "none",
        why: `"${path}" cannot be opened: the password in ${variable} is wrong, or the file is corrupted`,
      }
      : { kind: "entry", text: new Secret(text), from: `Atmos' keyring, "${path}"` };
  }

  has(name: string): Promise<boolean> {
    return Promise.resolve(readEntry(this.#path(name)).kind !== "absent");
  }

  async store(name: string, text: string): Promise<string> {
    const path = this.#path(name);
    const shown = this.#shown(name);
    const password = await this.#password.get();
    if (password === undefined) {
      throw unusable(shown, "its password is not set", setPassword(this.#password.variable));
    }
    if (password.length < MIN_PASSWORD_LENGTH) {
      const hint = `Choose a password of ${MIN_PASSWORD_LENGTH} characters or more`;
      throw unusable(shown, "its password is too short for Atmos", hint);
    }
    const item = {
      Key: name,
      Data: new TextEncoder().encode(text).toBase64(),
      Label: name,
      Description: "",
      KeychainNotTrustApplication: false,
      KeychainNotSynchronizable: false,
    };
    const sealed = await sealPasswordJwe(new TextEncoder().encode(JSON.stringify(item)), password);
    try {
      await Deno.mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await replaceFile(path, new TextEncoder().encode(sealed), { mode: 0o600 });
    } catch (error) {
      throw unwritable(shown, error);
    }
    return `Atmos' keyring, "${shown}"`;
  }

  async remove(name: string): Promise<boolean> {
    try {
      return await removeFile(this.#path(name));
    } catch (error) {
      throw unwritable(this.#shown(name), error);
    }
  }

  /** The name of a key's file in messages. */
  #shown(name: string): string {
    return this.#path(name, this.#shownDirectory);
  }

  /** The file of a key. Reference: `percent.Encode(key, "/")` of github.com/mtibben/percent, which also encodes the percent sign. */
  #path(name: string, directory = this.#directory): string {
    const file = name.replaceAll(/[%/]/g, (character) => character === "/" ? "%2F" : "%25");
    return pathIn(directory, file);
  }
}

function setPassword(variable: string): string {
  return `Set ${variable} to the password of Atmos' keyring`;
}

function readEntry(path: string): ReturnType<typeof readPrivateSync> {
  try {
    return readPrivateSync(path, MAX_BYTES);
  } catch {
    return { kind: "refused", state: "cannot be read" };
  }
}

/** The data of a keyring item. */
function readItem(plain: Uint8Array | undefined): string | undefined {
  const data = parseFields(new TextDecoder().decode(plain))?.["Data"];
  if (typeof data !== "string") return undefined;
  try {
    return new TextDecoder().decode(Uint8Array.fromBase64(data));
  } catch {
    return undefined;
  }
}

/** The error of a file that cannot be written. A bug is thrown. */
function unwritable(shown: string, error: unknown): EnvironmentError {
  return unusable(
    shown,
    stateOf(error),
    "Make it and its directory writable, or set ATMOS_KEYRING_FILE_PATH",
  );
}

function unusable(shown: string, state: string, hint: string): EnvironmentError {
  const message = `Cannot change Atmos' keyring "${shown}": ${state}`;
  return new EnvironmentError("KEYRING_UNUSABLE", message, { hint });
}
