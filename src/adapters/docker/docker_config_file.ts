import { dirname, join, posix, win32 } from "node:path";
import { invalidDockerConfig } from "../../domain/docker/invalid_docker_config.ts";
import { AtmosEcrError, CancelledError, EnvironmentError } from "../../domain/errors/errors.ts";
import type { DockerConfigStore } from "../../ports/docker.ts";
import type { Environment } from "../../ports/process.ts";
import { readBounded } from "../fs/bounded_read.ts";
import { type FileLockOptions, lockFile } from "../fs/file_lock.ts";
import { checkWritable } from "../fs/writable_probe.ts";
import { LOCK_SUFFIX, updateLocked } from "../fs/locked_update.ts";
import { createDirectories } from "../fs/private_directory.ts";
import { toDockerError } from "./docker_file_error.ts";

/** Much larger than any real configuration. */
const MAX_BYTES = 50 * 1024 * 1024;

/** `config.json` in a directory: edited losslessly, atomically and under a lock. */
export class DockerConfigFile implements DockerConfigStore {
  readonly path: string;
  readonly #options: FileLockOptions;
  #isLocked = false;

  /** @param directory See `dockerConfigDirectory`. It need not exist. */
  constructor(directory: string, options: FileLockOptions = {}) {
    this.path = join(directory, "config.json");
    this.#options = options;
  }

  async read(): Promise<string | undefined> {
    return await this.#run("read", async () => this.#decode(await readBounded(this.path, MAX_BYTES)));
  }

  async update(edit: (text: string | undefined) => string | undefined): Promise<boolean> {
    const editBytes = (bytes: Uint8Array | undefined): Uint8Array | undefined => {
      const text = this.#decode(bytes);
      const edited = edit(text);
      return edited === text || edited === undefined ? bytes : new TextEncoder().encode(edited);
    };
    const options = { ...this.#options, maxBytes: MAX_BYTES, isLocked: this.#isLocked };
    return await this.#run("write", () => updateLocked(this.path, editBytes, options));
  }

  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isLocked) return await work();
    using lock = await this.#run("write", async () => {
      await createDirectories(dirname(this.path));
      return await lockFile(this.path + LOCK_SUFFIX, this.#options);
    });
    this.#isLocked = true;
    try {
      return await work();
    } finally {
      this.#isLocked = false;
      // Without a configuration, such as for pins in /etc, no other program uses the lock.
      if (!await exists(this.path)) await lock.discard();
    }
  }

  async checkWritable(): Promise<void> {
    await this.#run("write", () => checkWritable(this.path));
  }

  /** Docker's file is UTF-8. Decoding and encoding would damage anything else. */
  #decode(bytes: Uint8Array | undefined): string | undefined {
    if (bytes === undefined) return undefined;
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch (cause) {
      const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
      const place = { path: this.path, text, offset: Math.max(text.indexOf("\uFFFD"), 0) };
      throw invalidDockerConfig(place, "not UTF-8", cause);
    }
  }

  async #run<T>(action: "read" | "write", work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof AtmosEcrError) throw error;
      if (this.#options.signal?.aborted) throw new CancelledError(undefined, { cause: error });
      throw toDockerError(action, this.path, error);
    }
  }
}

/**
 * The directory of Docker's configuration:
 *
 * 1. `DOCKER_CONFIG`, relative to the working directory;
 * 2. `.docker` in the home directory, which is `HOME`, or `USERPROFILE` on Windows.
 *
 * An empty variable counts as unset.
 *
 * Reference: `Dir`, https://github.com/docker/cli/blob/0bcec14a31e7/cli/config/config.go (`setConfigDir`)
 *
 * @throws {EnvironmentError} `HOME_NOT_FOUND`.
 */
export function dockerConfigDirectory(environment: Environment): string {
  const { resolve } = environment.os === "windows" ? win32 : posix;
  const configured = environment.get("DOCKER_CONFIG");
  if (configured) return resolve(environment.cwd, configured);
  const variable = environment.os === "windows" ? "USERPROFILE" : "HOME";
  const home = environment.get(variable);
  if (home) return resolve(environment.cwd, home, ".docker");
  throw new EnvironmentError(
    "HOME_NOT_FOUND",
    `Cannot find Docker's configuration: neither DOCKER_CONFIG nor ${variable} is set`,
    { hint: "Set DOCKER_CONFIG to the directory of Docker's config.json" },
  );
}

async function exists(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, (error) => !(error instanceof Deno.errors.NotFound));
}
