import type { MappingNode } from "../domain/config/config_node.ts";
import type { Problem } from "../domain/config/problem.ts";

/** What the command line says about where the configuration is. */
export interface ConfigSelection {
  /** `--config`: files, merged in order. */
  readonly configFiles: readonly string[];
  /** `--config-path`: directories, merged in order, after the files. */
  readonly configDirectories: readonly string[];
  /** `--profile`: names, each possibly a comma list. */
  readonly profiles: readonly string[];
  /** `--base-path`. */
  readonly basePath?: string | undefined;
}

/** A file that was read, or why it was not. */
export interface ConfigFileReport {
  /** The path as it is shown. */
  readonly path: string;
  readonly read: boolean;
  /** Why it was looked at: `working directory`, `--config`, `import of atmos.yaml:3:5`, … */
  readonly reason: string;
}

/** A configuration after merging. */
export interface LoadedConfig {
  /** The whole tree; empty when there is no file. Functions outside of what auth needs stay unevaluated. */
  readonly tree: MappingNode;
  /** Lowest precedence first. */
  readonly files: readonly ConfigFileReport[];
  /** Warnings that do not end the work. */
  readonly problems: readonly Problem[];
}

/** The way to `atmos.yaml`. */
export interface Configurations {
  /**
   * Finds, reads and merges the configuration, and evaluates the functions under `auth`. One that fails there throws nothing: it
   * stays in the tree with its failure (`CONFIG_TAG_UNKNOWN`, `CONFIG_FUNCTION_FAILED`, `CONFIG_UNTRUSTED`), which becomes a problem
   * of the entry that needs it. In `import` and `base_path` it is thrown.
   *
   * @throws {ConfigError} `CONFIG_NOT_FOUND` for a file or directory that was named and is not there, `CONFIG_UNREADABLE`,
   * `CONFIG_SYNTAX`, `CONFIG_INVALID`, `CONFIG_LIMIT`, `CONFIG_IMPORT_NOT_FOUND`, `CONFIG_IMPORT_CYCLE`, `CONFIG_TAG_UNKNOWN`,
   * `CONFIG_FUNCTION_FAILED`, `CONFIG_UNTRUSTED`.
   */
  load(selection: ConfigSelection): Promise<LoadedConfig>;
}
