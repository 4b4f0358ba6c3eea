import type {
  ConfigFileReport,
  ConfigSelection,
  Configurations,
  LoadedConfig,
  RemoteFiles,
  TrustRecords,
} from "../../ports/config.ts";
import type { Environment } from "../../ports/process.ts";
import { loadConfig } from "./config_load.ts";
import { type FileAccess, SYSTEM_FILES } from "./files/file_access.ts";
import { HttpsFiles } from "./files/https_files.ts";
import { createShell, type Shell } from "./functions/shell.ts";

/** The dependencies of loading a configuration, besides the environment. */
export interface AtmosYamlOptions {
  /** Default: the machine's file system. */
  readonly access?: FileAccess;
  /** The user's trust records; none if absent. */
  readonly trust?: TrustRecords;
  /** Runs the commands of `!exec`; default: the system's shell. */
  readonly shell?: Shell;
  /** Fetches remote imports; default: https. */
  readonly remote?: RemoteFiles;
  /** Interrupts what takes long: a command, a remote import. */
  readonly signal?: AbortSignal | undefined;
}

/** `atmos.yaml` files on disk, found and read as Atmos does. */
export class AtmosYamlFiles implements Configurations {
  readonly #environment: Environment;
  readonly #options: AtmosYamlOptions;

  constructor(environment: Environment, options: AtmosYamlOptions = {}) {
    this.#environment = environment;
    this.#options = options;
  }

  async load(selection: ConfigSelection, files: ConfigFileReport[] = []): Promise<LoadedConfig> {
    const { signal } = this.#options;
    return await loadConfig(selection, {
      reported: files,
      environment: this.#environment,
      access: this.#options.access ?? SYSTEM_FILES,
      trust: this.#options.trust,
      shell: this.#options.shell ?? createShell({ signal }),
      remote: this.#options.remote ?? new HttpsFiles((name) => this.#environment.get(name), { signal }),
    });
  }
}
