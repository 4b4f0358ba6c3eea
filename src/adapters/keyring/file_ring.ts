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
 *
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

/** The maximum number of iterations that a file may require: a hundred times what Atmos' library writes, about half a second. */
const MAX_ITERATIONS = 1_000_000;

/** The value of Atmos' library. Reference: https://github.com/dvsekhvalnov/jose2go, `pbse2_hmac_aeskw.go` */
const ITERATIONS = 8192;

/** Reference: RFC 7518, sections 4.8 and 5.3 */
const ALGORITHM = "PBES2-HS256+A128KW";
const ENCRYPTION = "A256GCM";

/**
 * Decrypts a compact JWE with a password, `PBES2-HS256+A128KW` with `A256GCM`.
 *
 * Reference: RFC 7516 and RFC 7518; https://github.com/dvsekhvalnov/jose2go writes Atmos' files.
 *
 * @returns Undefined for a wrong password, and for a damaged text or another encryption.
 */
export async function openPasswordJwe(text: string, password: string): Promise<Uint8Array | undefined> {
  // Loaded for the first entry only.
  const { compactDecrypt, errors } = await import("jose");
  try {
    const { plaintext } = await compactDecrypt(text.trim(), new TextEncoder().encode(password), {
      keyManagementAlgorithms: [ALGORITHM],
      contentEncryptionAlgorithms: [ENCRYPTION],
      maxPBES2Count: MAX_ITERATIONS,
    });
    return plaintext;
  } catch (error) {
    // WebCrypto does not tell the cause, and must not; zero iterations end up here, too.
    if (error instanceof errors.JOSEError || error instanceof DOMException || error instanceof TypeError) {
      return undefined;
    }
    throw error;
  }
}

/** Encrypts bytes with a password, for {@linkcode openPasswordJwe} and Atmos. */
export async function sealPasswordJwe(bytes: Uint8Array, password: string): Promise<string> {
  const { CompactEncrypt } = await import("jose");
  return await new CompactEncrypt(bytes)
    .setProtectedHeader({ alg: ALGORITHM, enc: ENCRYPTION })
    .setKeyManagementParameters({ p2c: ITERATIONS })
    .encrypt(new TextEncoder().encode(password));
}
