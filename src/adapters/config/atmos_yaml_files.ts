import type { ConfigFileReport, ConfigSelection, Configurations, LoadedConfig } from "../../ports/config.ts";
import type { Environment } from "../../ports/process.ts";
import { loadConfig, type LoadContext } from "./config_load.ts";
import { SYSTEM_FILES } from "./files/file_access.ts";
import { HttpsFiles } from "./files/https_files.ts";
import { createShell } from "./functions/shell.ts";

/**
 * The dependencies of loading a configuration, besides the environment. By default the machine's file system and shell, and https; nothing
 * is trusted.
 */
export interface AtmosYamlOptions extends Partial<Omit<LoadContext, "environment">> {
  /** Interrupts what takes long: a command, a remote import. */
  readonly signal?: AbortSignal | undefined;
}

/** `atmos.yaml` files on disk, found and read as Atmos does. */
export class AtmosYamlFiles implements Configurations {
  readonly #context: LoadContext;

  constructor(environment: Environment, { signal, ...given }: AtmosYamlOptions = {}) {
    this.#context = {
      environment,
      access: SYSTEM_FILES,
      trust: undefined,
      shell: createShell({ signal }),
      remote: new HttpsFiles((name) => environment.get(name), { signal }),
      ...given,
    };
  }

  async load(selection: ConfigSelection, files: ConfigFileReport[] = []): Promise<LoadedConfig> {
    return await loadConfig(selection, this.#context, files);
  }
}
