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

/** What a configuration is loaded with besides the environment. */
export interface AtmosYamlOptions {
  /** The machine's file system when absent. */
  readonly access?: FileAccess;
  /** What the user has trusted; nothing when absent. */
  readonly trust?: TrustRecords;
  /** What runs the commands of `!exec`; the system's shell when absent. */
  readonly shell?: Shell;
  /** What fetches remote imports; https when absent. */
  readonly remote?: RemoteFiles;
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
    return await loadConfig(selection, {
      reported: files,
      environment: this.#environment,
      access: this.#options.access ?? SYSTEM_FILES,
      trust: this.#options.trust,
      shell: this.#options.shell ?? createShell(),
      remote: this.#options.remote ?? new HttpsFiles((name) => this.#environment.get(name)),
    });
  }
}
