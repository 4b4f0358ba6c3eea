import { DockerError } from "../../src/domain/errors/errors.ts";
import type { CredentialStores, StoredLogin } from "../../src/ports/docker.ts";

/** Credential stores as maps, one for each program that is said to be installed. */
export class MemoryCredentialStores implements CredentialStores {
  /** Logins by host, by name of the store. */
  readonly logins: ReadonlyMap<string, Map<string, StoredLogin>>;
  /** Every call, in order: `store keychain host`. */
  readonly calls: string[] = [];
  /** Set to make every program refuse. */
  refusing = false;

  /** @param names The installed programs, by suffix. */
  /** Stores by name. */
  constructor(...names: readonly string[]) {
    this.logins = new Map(names.map((name) => [name, new Map()]));
  }

  /** As a program that keeps everything. */
  // deno-lint-ignore require-await -- a refusal must reject, not throw.
  async store(name: string, login: StoredLogin): Promise<void> {
    this.#open("store", name, login.serverUrl).set(login.serverUrl, login);
  }

  // deno-lint-ignore require-await -- as above.
  async erase(name: string, serverUrl: string, { mayFailToStart = false } = {}): Promise<void> {
    if (mayFailToStart && !this.logins.has(name)) return;
    this.#open("erase", name, serverUrl).delete(serverUrl);
  }

  // deno-lint-ignore require-await -- as above.
  async list(name: string): Promise<readonly string[]> {
    return [...this.#open("list", name, "").keys()];
  }

  #open(verb: string, name: string, serverUrl: string): Map<string, StoredLogin> {
    this.calls.push(`${verb} ${name} ${serverUrl}`.trimEnd());
    const logins = this.logins.get(name);
    if (logins !== undefined && !this.refusing) return logins;
    throw new DockerError("DOCKER_STORE_FAILED", `Cannot use "docker-credential-${name}": it refuses`, {
      hint: `Check that "docker-credential-${name}" works`,
    });
  }
}
