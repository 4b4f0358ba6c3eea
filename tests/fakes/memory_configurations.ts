import { AtmosYamlFiles, type AtmosYamlOptions } from "../../src/adapters/config/atmos_yaml_files.ts";
import type { CommandResult } from "../../src/ports/process.ts";
import type {
  ConfigFileReport,
  ConfigSelection,
  Configurations,
  LoadedConfig,
  RemoteFiles,
} from "../../src/ports/config.ts";
import { MemoryFiles } from "./memory_files.ts";

/** The selection of a command line without flags about configuration. */
export const NO_SELECTION: ConfigSelection = { configFiles: [], configDirectories: [], profiles: [] };

/** Where {@linkcode MemoryConfigurations} works. */
const CWD = "/project";

/** What else there may be. */
export interface MemoryOptions extends Omit<AtmosYamlOptions, "access"> {
  /** Who owns an absolute path. */
  readonly owner?: (path: string) => number | undefined;
}

/** A shell that knows `echo TEXT` and `exit CODE` only. */
export function printingShell(command: string, _cwd: string): Promise<CommandResult> {
  const [, echo, code] = /^(?:echo '?(.*?)'?|exit (\d+))$/s.exec(command) ?? [];
  return Promise.resolve({
    kind: "ended",
    code: Number(code ?? (echo === undefined ? 127 : 0)),
    stdout: `${echo ?? ""}\n`,
  });
}

/** Fetches nothing. */
const nowhere: RemoteFiles = {
  read: () => Promise.resolve({ kind: "failed", state: "there is no network" }),
};

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
    { owner, ...options }: MemoryOptions = {},
  ) {
    const absolute = Object.fromEntries(
      Object.entries(files).map((
        [path, content],
      ) => [path.startsWith("/") ? path : `${CWD}/${path}`, content]),
    );
    const variables = new Map(Object.entries({ ATMOS_ECR_SYSTEM_CONFIG_PATH: "/system", ...env }));
    const access = new MemoryFiles(absolute);
    if (owner !== undefined) access.owner = owner;
    this.#real = new AtmosYamlFiles(
      { get: (name) => variables.get(name), cwd, os: "linux" },
      { shell: printingShell, remote: nowhere, ...options, access },
    );
  }

  load(
    selection: ConfigSelection = NO_SELECTION,
    files: ConfigFileReport[] = [],
  ): Promise<LoadedConfig> {
    return this.#real.load(selection, files);
  }
}
