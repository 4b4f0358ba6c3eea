import { EnvironmentError } from "../../domain/errors/errors.ts";
import {
  homeDirectory,
  inside,
  isAbsolutePath,
  keyringDirectory,
} from "../../domain/files/app_directories.ts";
import { storedKeyName } from "../../domain/session/keyring_entries.ts";
import { isNetworkPath, NETWORK_PATH } from "../../domain/files/network_path.ts";
import { Secret } from "../../domain/secret.ts";
import type { Environment } from "../../ports/process.ts";
import type { Keyring, KeyringEntry, StoredKeysOwner } from "../../ports/sessions.ts";
import type { Prompter } from "../../ports/terminal.ts";
import { FileRing } from "./file_ring.ts";
import type { Ring } from "./ring.ts";
import { systemRing, type ToolTimes } from "./system_ring.ts";

/** Shared by the whole process. */
const entries = new Map<string, string>();

/** Atmos' keyring of type `memory`: it only exists in this process. */
export class MemoryRing implements Ring {
  find(name: string): Promise<KeyringEntry> {
    const text = entries.get(name);
    if (text === undefined) return Promise.resolve({ kind: "none" });
    return Promise.resolve({ kind: "entry", text: new Secret(text), from: "the memory of this process" });
  }

  has(name: string): Promise<boolean> {
    return Promise.resolve(entries.has(name));
  }

  store(name: string, text: string): Promise<string> {
    entries.set(name, text);
    return Promise.resolve("the memory of this process");
  }

  remove(name: string): Promise<boolean> {
    return Promise.resolve(entries.delete(name));
  }
}

/** The default variable of Atmos for the password. */
const PASSWORD_VARIABLE = "ATMOS_KEYRING_PASSWORD";

/** How to use keyrings. */
export interface KeyringOptions {
  readonly environment: Environment;
  /** Prompts for the password of a keyring, or to unlock it; never, if absent. */
  readonly prompter?: Pick<Prompter, "interactive" | "ask"> | undefined;
  /** The time limits of the system's tools. */
  readonly times?: ToolTimes | undefined;
  /** Interrupts a tool. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The keyring selected by the configuration or `ATMOS_KEYRING_TYPE`, as in Atmos: `system` (also for any unknown type), `file`, or
 * `memory`, which only exists in this process.
 */
export class Keyrings implements Keyring {
  readonly #options: KeyringOptions;
  /** The password that was entered: one prompt is enough. */
  #asked: Promise<string> | undefined;

  constructor(options: KeyringOptions) {
    this.#options = options;
  }

  async find(owner: StoredKeysOwner): Promise<KeyringEntry> {
    const ring = this.#elsewhere(owner) === undefined ? this.#ring(owner) : undefined;
    return ring === undefined
      ? { kind: "none", why: `Atmos' keyring ${this.#elsewhere(owner) ?? "has no directory: set HOME"}` }
      : await ring.find(storedKeyName(owner.name, owner.realm));
  }

  async has(owner: StoredKeysOwner): Promise<boolean> {
    if (this.#elsewhere(owner) !== undefined) return false;
    return await this.#ring(owner)?.has(storedKeyName(owner.name, owner.realm)) ?? false;
  }

  async store(owner: StoredKeysOwner, text: Secret): Promise<string> {
    return await this.#required(owner).store(storedKeyName(owner.name, owner.realm), text.expose());
  }

  async remove(owner: StoredKeysOwner): Promise<boolean> {
    return await this.#required(owner).remove(storedKeyName(owner.name, owner.realm));
  }

  type({ keyring }: Pick<StoredKeysOwner, "keyring">): "system" | "file" | "memory" {
    const type = this.#variable("ATMOS_KEYRING_TYPE") ?? keyring?.type;
    return type === "file" || type === "memory" ? type : "system";
  }

  /** Why a configured directory is not used; undefined if it may be. */
  #elsewhere(owner: StoredKeysOwner): string | undefined {
    const { path = "" } = owner.keyring ?? {};
    const isNamed = this.#variable("ATMOS_KEYRING_FILE_PATH") === undefined && this.type(owner) === "file";
    return isNamed && isNetworkPath(path, this.#options.environment.os)
      ? `is not read: ${NETWORK_PATH}`
      : undefined;
  }

  #required(owner: StoredKeysOwner): Ring {
    const elsewhere = this.#elsewhere(owner);
    if (elsewhere !== undefined) {
      throw new EnvironmentError("KEYRING_UNUSABLE", `Cannot change Atmos' keyring: it ${elsewhere}`, {
        hint: "Use a directory on this machine in auth.keyring.spec.path",
      });
    }
    const ring = this.#ring(owner);
    if (ring !== undefined) return ring;
    throw new EnvironmentError("KEYRING_UNUSABLE", "Cannot change Atmos' keyring: it has no directory", {
      hint: "Set HOME, or ATMOS_KEYRING_FILE_PATH",
    });
  }

  #ring({ keyring = {} }: StoredKeysOwner): Ring | undefined {
    const { environment, prompter, times, signal } = this.#options;
    const type = this.type({ keyring });
    if (type === "memory") return new MemoryRing();
    if (type === "system") {
      return systemRing(environment, { interactive: prompter?.interactive === true, times, signal });
    }
    const named = this.#variable("ATMOS_KEYRING_FILE_PATH");
    const directory = this.#directory(named ?? keyring.path);
    const shown = named === undefined ? keyring.pathFrom : undefined;
    const variable = this.#variable("ATMOS_KEYRING_PASSWORD_ENV") ?? keyring.passwordEnv ?? PASSWORD_VARIABLE;
    return directory === undefined
      ? undefined
      : new FileRing(directory, { variable, get: () => this.#password(variable) }, shown);
  }

  async #password(variable: string): Promise<string | undefined> {
    const { prompter } = this.#options;
    const set = this.#variable(variable);
    if (set !== undefined || prompter === undefined || !prompter.interactive) return set;
    const question = { text: `Password for Atmos' keyring (or set ${variable})`, hidden: true };
    return await (this.#asked ??= prompter.ask(question, new AbortController().signal));
  }

  /**
   * `ATMOS_KEYRING_FILE_PATH`, otherwise the configured directory, otherwise Atmos' default. A path that looks like a file stands for its
   * directory.
   */
  #directory(named: string | undefined): string | undefined {
    const { environment } = this.#options;
    if (named === undefined) return keyringDirectory(environment);
    const home = homeDirectory(environment);
    if (/^~(?=\/|$)/.test(named) && home === undefined) return undefined;
    const expanded = named.replace(/^~(?:\/|$)/, () => inside(home ?? "", "")).replace(/(?<=.)\/+$/, "");
    const absolute = isAbsolutePath(expanded) ? expanded : inside(environment.cwd, expanded);
    return /\.[^/\\]*$/.test(absolute) ? absolute.replace(/[/\\][^/\\]*$/, "") : absolute;
  }

  #variable(name: string): string | undefined {
    return this.#options.environment.get(name) || undefined;
  }
}
