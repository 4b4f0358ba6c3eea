import { pathIn } from "../../domain/files/app_directories.ts";
import { foldName } from "../../domain/config/config_node.ts";
import { Secret } from "../../domain/secret.ts";
import { decodeLogin, encodeLogin, type SignInLogin } from "../../domain/sign_in/sign_in.ts";
import type { Notes } from "../../ports/terminal.ts";
import type { SignInLogins, SignInOwner } from "../../ports/browser.ts";
import type { WaitOptions } from "../../ports/time.ts";
import { FileError, unremovable, unusable } from "../fs/file_error.ts";
import { lockFile } from "../fs/file_lock.ts";
import { updateLocked } from "../fs/locked_update.ts";
import { ensurePrivateDirectory } from "../fs/private_directory.ts";
import { isPrivateSync, readPrivateSync } from "../fs/private_read.ts";
import { removeFile } from "../fs/guarded_directory.ts";

/** A login has less than two thousand characters. */
const MAX_BYTES = 64 * 1024;

/** A name that can be a directory and leads nowhere else. */
const NAME_REGEXP = /^(?!\.{1,2}$)[^/\\\0]{1,200}$/;

/**
 * Logins in Atmos' files: `<identity>-<realm>/refresh.json`, directories 0700, file 0600.
 *
 * Reference: `webflow_cache.go` of Atmos.
 */
export class SignInLoginFiles implements SignInLogins {
  readonly #directory: string | undefined;
  readonly #notes: Notes;

  /** @param directory See `signInDirectory`; undefined without a home directory: nothing is stored then. */
  constructor(directory: string | undefined, { notes }: { readonly notes: Notes }) {
    this.#directory = directory;
    this.#notes = notes;
  }

  // deno-lint-ignore require-await -- the port gives others their time.
  async read(owner: SignInOwner): Promise<SignInLogin | undefined> {
    const path = this.#path(owner, "refresh.json");
    if (path === undefined) return undefined;
    try {
      const file = readPrivateSync(path, MAX_BYTES);
      if (file.kind === "absent") return undefined;
      if (file.kind === "refused") return this.#ignored(path, file.state);
      const login = decodeLogin(new TextDecoder().decode(file.bytes), (text) => new Secret(text));
      return login ?? this.#ignored(path, "is corrupted");
    } catch (error) {
      return this.#ignored(path, unusable(error));
    }
  }

  async write(owner: SignInOwner, login: SignInLogin): Promise<void> {
    const path = this.#path(owner, "refresh.json");
    if (path === undefined) return;
    try {
      await this.#ensureDirectories(owner);
      // The new file must not inherit anything from a link, or from a file with another owner or mode.
      if (!isPrivateSync(path)) await removeFile(path).catch(() => undefined);
      await updateLocked(path, () => new TextEncoder().encode(encodeLogin(login)), { maxBytes: MAX_BYTES });
    } catch (error) {
      this.#notes.warning(`Cannot store the login in "${path}": it ${unusable(error)}`);
    }
  }

  async remove(owner: SignInOwner): Promise<boolean> {
    const path = this.#path(owner, "refresh.json");
    if (path === undefined) return false;
    try {
      return await removeFile(path);
    } catch (error) {
      throw unremovable(`the login in "${path}"`, error);
    }
  }

  async hold(owner: SignInOwner, { timeoutMs, signal }: WaitOptions): Promise<Disposable | undefined> {
    const path = this.#path(owner, "login.lock");
    if (path === undefined) return NO_LOCK;
    try {
      await this.#ensureDirectories(owner);
      return await lockFile(path, { timeoutMs, signal });
    } catch (error) {
      signal.throwIfAborted();
      return error instanceof FileError && error.reason === "lock-timeout" ? undefined : NO_LOCK;
    }
  }

  async #ensureDirectories(owner: SignInOwner): Promise<void> {
    if (this.#directory === undefined) return;
    await ensurePrivateDirectory(this.#directory);
    await ensurePrivateDirectory(pathIn(this.#directory, directoryName(owner)));
  }

  #path(owner: SignInOwner, file: string): string | undefined {
    const name = directoryName(owner);
    return this.#directory === undefined ? undefined : pathIn(this.#directory, name, file);
  }

  #ignored(path: string, state: string): undefined {
    this.#notes.warning(`Ignoring the login in "${path}": it ${state}`);
  }
}

/** If there is no place for locks, there is no exclusion. */
const NO_LOCK: Disposable = { [Symbol.dispose]: () => {} };

/** Atmos joins names as they are; characters that would lead to another directory are escaped. */
function directoryName({ identity, realm }: SignInOwner): string {
  const name = `${foldName(identity)}-${realm}`;
  return NAME_REGEXP.test(name) ? name : encodeURIComponent(name).replaceAll(".", "%2E");
}
