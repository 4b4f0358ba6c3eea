import { foldName } from "../../domain/config/config_node.ts";
import { pathIn } from "../../domain/files/app_directories.ts";
import { Secret } from "../../domain/secret.ts";
import { decodeLogin, encodeLogin, type SignInLogin } from "../../domain/sign_in/sign_in.ts";
import type { SignInLogins, SignInOwner } from "../../ports/browser.ts";
import type { Notes } from "../../ports/terminal.ts";
import type { WaitOptions } from "../../ports/time.ts";
import { type LoginFile, LoginFileStore } from "./login_file_store.ts";

/** A login has less than two thousand characters. */
const MAX_BYTES = 64 * 1024;

/** A name that can be a directory and leads nowhere else. */
const NAME_REGEXP = /^(?!\.{1,2}$)[^/\\\0]{1,200}$/;

/** Logins in Atmos' files: `<identity>-<realm>/refresh.json`, directories 0700, file 0600. Reference: `webflow_cache.go` of Atmos. */
export class SignInLoginFiles implements SignInLogins {
  readonly #directory: string | undefined;
  readonly #store: LoginFileStore;

  /** @param directory See `signInDirectory`; undefined without a home directory: nothing is stored then. */
  constructor(directory: string | undefined, { notes }: { readonly notes: Notes }) {
    this.#directory = directory;
    this.#store = new LoginFileStore({ noun: "login", maxBytes: MAX_BYTES, notes });
  }

  // deno-lint-ignore require-await -- the port gives others their time.
  async read(owner: SignInOwner): Promise<SignInLogin | undefined> {
    const decode = (text: string): SignInLogin | undefined => decodeLogin(text, (value) => new Secret(value));
    return this.#store.read(this.#file(owner, "refresh.json"), decode);
  }

  async write(owner: SignInOwner, login: SignInLogin): Promise<void> {
    await this.#store.write(this.#file(owner, "refresh.json"), () => encodeLogin(login));
  }

  async remove(owner: SignInOwner): Promise<boolean> {
    return await this.#store.remove(this.#file(owner, "refresh.json"));
  }

  async hold(owner: SignInOwner, options: WaitOptions): Promise<Disposable | undefined> {
    return await this.#store.hold(this.#file(owner, "login.lock"), options);
  }

  #file(owner: SignInOwner, name: string): LoginFile | undefined {
    const root = this.#directory;
    if (root === undefined) return undefined;
    const directory = pathIn(root, directoryName(owner));
    return { path: pathIn(directory, name), directories: [root, directory] };
  }
}

/** Atmos joins names as they are; characters that would lead to another directory are escaped. */
function directoryName({ identity, realm }: SignInOwner): string {
  const name = `${foldName(identity)}-${realm}`;
  return NAME_REGEXP.test(name) ? name : encodeURIComponent(name).replaceAll(".", "%2E");
}
