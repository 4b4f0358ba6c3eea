import { pathIn } from "../../domain/files/app_directories.ts";
import { decodeSession, encodeSession } from "../../domain/sso/session_format.ts";
import type { SsoSession, SsoSessionKey } from "../../domain/sso/sso_session.ts";
import type { SsoSessions } from "../../ports/sso.ts";
import type { Notes } from "../../ports/terminal.ts";
import type { WaitOptions } from "../../ports/time.ts";
import { type LoginFile, LoginFileStore } from "./login_file_store.ts";

/** A session has about four thousand characters. */
const MAX_BYTES = 256 * 1024;

/**
 * Sessions in Atmos' files, one per start URL and region: `<sha1>.json`. `<sha1>.lock` is held while a session is refreshed or opened. The
 * session of a configured endpoint has its own file, which Atmos does not read.
 */
export class SsoSessionFiles implements SsoSessions {
  readonly #directory: string | undefined;
  readonly #store: LoginFileStore;

  /** @param directory See `ssoSessionDirectory`; undefined without a home directory: nothing is stored then. It need not exist. */
  constructor(directory: string | undefined, { notes }: { readonly notes: Notes }) {
    this.#directory = directory;
    this.#store = new LoginFileStore({ noun: "session", maxBytes: MAX_BYTES, notes });
  }

  async read(key: SsoSessionKey): Promise<SsoSession | undefined> {
    return this.#store.read(await this.#file(key, "json"), (text) => decodeSession(text, key));
  }

  async write(session: SsoSession): Promise<void> {
    await this.#store.write(await this.#file(session, "json"), (before) => encodeSession(session, before));
  }

  async remove(key: SsoSessionKey): Promise<boolean> {
    return await this.#store.remove(await this.#file(key, "json"));
  }

  async hold(key: SsoSessionKey, options: WaitOptions): Promise<Disposable | undefined> {
    return await this.#store.hold(await this.#file(key, "lock"), options);
  }

  async #file(
    { startUrl, region, endpoint }: SsoSessionKey,
    suffix: "json" | "lock",
  ): Promise<LoginFile | undefined> {
    const directory = this.#directory;
    if (directory === undefined) return undefined;
    // The name is Atmos'; it protects nothing. Reference: `pkg/auth/providers/aws/sso_cache.go`.
    const name = [startUrl, region, ...(endpoint === undefined ? [] : [endpoint])].join("|");
    const digest = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(name));
    const path = pathIn(directory, `${new Uint8Array(digest).toHex()}.${suffix}`);
    return { path, directories: [directory] };
  }
}
