import { dirname } from "node:path";
import { EnvironmentError } from "../../domain/errors/errors.ts";
import {
  decodeTrust,
  encodeTrust,
  trustedBytes,
  type TrustedFiles,
} from "../../domain/trust/trusted_files.ts";
import type { TrustRecords } from "../../ports/config.ts";
import { rightsHint, stateError } from "../fs/file_error.ts";
import { updateLocked } from "../fs/locked_update.ts";
import { ensurePrivateDirectory } from "../fs/private_directory.ts";
import { readPrivateSync } from "../fs/private_read.ts";

/** About a thousand files. */
const MAX_BYTES = 1024 * 1024;

const HINT = rightsHint("the file") +
  ", or remove it and trust the files again with `atmos-ecr trust FILE`";

/** Trust records in one private file, mode 0600, in a directory of mode 0700. */
export class TrustFile implements TrustRecords {
  readonly #path: string | undefined;
  readonly #signal: AbortSignal | undefined;

  /**
   * @param path See `trustPath`; undefined without a home directory: nothing is trusted then. The file need not exist.
   * @param options `signal` aborts waiting for the lock.
   */
  constructor(path: string | undefined, { signal }: { readonly signal?: AbortSignal | undefined } = {}) {
    this.#path = path;
    this.#signal = signal;
  }

  async isTrusted(file: string, content: Uint8Array): Promise<boolean> {
    if (this.#path === undefined) return false;
    const hash = readTrust(this.#path).get(file);
    return hash !== undefined && hash === await hashOf(file, content);
  }

  async trust(file: string, content: Uint8Array): Promise<void> {
    if (this.#path === undefined) {
      throw new EnvironmentError("HOME_NOT_FOUND", "Cannot record trust: there is no home directory", {
        hint: "Set HOME, or XDG_STATE_HOME to an absolute path",
      });
    }
    const hash = await hashOf(file, content);
    await this.#update(this.#path, (files) => new Map(files).set(file, hash));
  }

  async untrust(file: string): Promise<boolean> {
    if (this.#path === undefined) return false;
    return await this.#update(this.#path, (files) => new Map([...files].filter(([path]) => path !== file)));
  }

  async #update(path: string, edit: (files: TrustedFiles) => TrustedFiles): Promise<boolean> {
    // Content that others may have written must not be copied.
    const current = readTrust(path);
    if (encodeTrust(edit(current)) === encodeTrust(current)) return false;
    try {
      await ensurePrivateDirectory(dirname(path));
      return await updateLocked(path, (bytes) => {
        const files = bytes === undefined ? new Map<string, string>() : parseTrust(path, bytes);
        return new TextEncoder().encode(encodeTrust(edit(files)));
      }, { maxBytes: MAX_BYTES, signal: this.#signal });
    } catch (error) {
      throw inWords(path, error);
    }
  }
}

function readTrust(path: string): TrustedFiles {
  try {
    const file = readPrivateSync(path, MAX_BYTES);
    if (file.kind === "absent") return new Map();
    if (file.kind === "refused") throw unusable(path, `it ${file.state}`);
    return parseTrust(path, file.bytes);
  } catch (error) {
    throw inWords(path, error);
  }
}

function parseTrust(path: string, bytes: Uint8Array): TrustedFiles {
  const files = decodeTrust(new TextDecoder().decode(bytes));
  if (files === undefined) throw unusable(path, "it is corrupted, or was written by another version");
  return files;
}

async function hashOf(file: string, content: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", trustedBytes(file, content));
  return new Uint8Array(digest).toHex();
}

function inWords(path: string, error: unknown): unknown {
  return stateError(`Cannot use the trusted files in "${path}"`, error, HINT);
}

function unusable(path: string, state: string): EnvironmentError {
  const message = `Cannot use the trusted files in "${path}": ${state}`;
  return new EnvironmentError("STATE_UNUSABLE", message, { hint: HINT });
}
