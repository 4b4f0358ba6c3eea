import { AtmosYamlFiles } from "../../src/adapters/config/atmos_yaml_files.ts";
import type { ConfigSelection, Configurations, LoadedConfig } from "../../src/ports/configurations.ts";
import { MemoryFiles } from "./memory_files.ts";

/** The selection of a command line without flags about configuration. */
export const NO_SELECTION: ConfigSelection = { configFiles: [], configDirectories: [], profiles: [] };

/** Where {@linkcode MemoryConfigurations} works. */
const CWD = "/project";

/** Configurations from texts: the rules of the real ones, over files in memory. */
export class MemoryConfigurations implements Configurations {
  readonly #real: AtmosYamlFiles;

  /**
   * @param files Content by path, relative to the working directory `/project` or absolute.
   * @param env The variables that there are.
   */
  constructor(
    files: Readonly<Record<string, string>>,
    env: Readonly<Record<string, string>> = {},
    cwd: string = CWD,
  ) {
    const absolute = Object.fromEntries(
      Object.entries(files).map((
        [path, content],
      ) => [path.startsWith("/") ? path : `${CWD}/${path}`, content]),
    );
    const variables = new Map(Object.entries(env));
    this.#real = new AtmosYamlFiles(
      { get: (name) => variables.get(name), cwd, os: "linux" },
      new MemoryFiles(absolute),
    );
  }

  load(selection: ConfigSelection = NO_SELECTION): Promise<LoadedConfig> {
    return this.#real.load(selection);
  }
}
