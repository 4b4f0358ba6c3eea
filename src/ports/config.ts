import type { MappingNode } from "../domain/config/config_node.ts";
import type { NeededEntries } from "../domain/auth/model/needed_entries.ts";
import type { Realm } from "../domain/auth/model/realm.ts";
import type { Origin } from "../domain/config/origin.ts";
import type { Problem } from "../domain/config/problem.ts";
import type { VariableValue } from "../domain/config/atmos_variables.ts";
import type { PinnedConfiguration } from "../domain/helper/registry_pin.ts";

/** One file as written: nothing is merged, imported or evaluated. */
export interface ConfigText {
  /** The path to display. */
  readonly file: string;
  /** Absolute paths that may refer to it: as named, and without symbolic links. */
  readonly paths: readonly string[];
  readonly content: Uint8Array;
  readonly tree: MappingNode;
}

/** Reads single configuration files to judge them. */
export interface ConfigTexts {
  /**
   * Reads a file.
   *
   * @param path Absolute, or relative to the working directory.
   * @throws {ConfigError} `CONFIG_NOT_FOUND`, `CONFIG_UNREADABLE`, `CONFIG_LIMIT`, `CONFIG_SYNTAX`.
   */
  read(path: string): Promise<ConfigText>;

  /** The absolute paths of a file, whether it exists or not. */
  pathsOf(path: string): Promise<readonly string[]>;
}

/** Where the command line says that the configuration is. */
export interface ConfigSelection {
  /** `--config`: files, merged in order. */
  readonly configFiles: readonly string[];
  /** `--config-path`: directories, merged in order, after the files. */
  readonly configDirectories: readonly string[];
  /** `--profile`: names, each possibly a comma list. */
  readonly profiles: readonly string[];
  /** `--base-path`. */
  readonly basePath?: string | undefined;
  /** `--chdir`, as typed: only for commands in hints. */
  readonly chdir?: string | undefined;
  /** `--lenient`: an import that fails causes a warning, and its file is skipped. */
  readonly lenient?: boolean | undefined;
  /** Top-level files that were found earlier; flags, variables and the search are then ignored. */
  readonly pinned?: Pick<PinnedConfiguration, "sources" | "named"> | undefined;
}

/** The role of a file in the configuration. */
export type FileRole =
  /** Found by the search, or named. */
  | { readonly kind: "source" }
  /** In an `.atmos.d` directory of the source after it. */
  | { readonly kind: "drop-in" }
  | { readonly kind: "profile" }
  /** Imported by another file, given by its display path; `missing` is where Atmos looks for it, if it is not there but beside that file. */
  | { readonly kind: "import"; readonly importer: string; readonly missing?: string }
  /** Included by a value of another file with `!include`. */
  | { readonly kind: "include"; readonly includer: string };

/** A file that was read, or the reason why it was not. */
export interface ConfigFileReport {
  /** The path to display. */
  readonly path: string;
  readonly read: boolean;
  /** Why it was considered and, if it was not read, why not: `working directory`, `--config`, `import of atmos.yaml:3:5`, … */
  readonly reason: string;
  readonly role: FileRole;
  /** Set on the file that caused the load to fail. */
  readonly broken?: true;
}

/** A configuration after merging. */
export interface LoadedConfig {
  /**
   * The whole tree; empty without any file. Functions that auth does not need stay unevaluated. So do those that run a program or fetch
   * something, until {@linkcode LoadedConfig.evaluate} needs their entry.
   */
  readonly tree: MappingNode;
  /** Every place that was searched, lowest precedence first. */
  readonly files: readonly ConfigFileReport[];
  /** The files, and every further mention of one that was read before: a drop-in of a later source, an import of a second file. */
  mentions(): readonly ConfigFileReport[];
  /** The content of each file by display path; nothing is merged, imported or evaluated. */
  written(): ReadonlyMap<string, MappingNode>;
  /** Absolute paths of the `atmos.yaml` files that were read, without their imports, lowest precedence first. */
  readonly sources: readonly string[];
  /** How the top-level files were found, so that they can be read again from any directory. */
  readonly place: Pick<PinnedConfiguration, "sources" | "named" | "directory">;
  /** Names of the merged profiles, lowest precedence first. */
  readonly profiles: readonly string[];
  /** Names of the available profiles, sorted. */
  profileNames(): Promise<readonly string[]>;
  /** The realm, and where it is defined. */
  readonly realm: Realm;
  /** The level of logging, from `ATMOS_LOGS_LEVEL` or `logs.level`, as written; undefined if neither sets one. */
  readonly logsLevel?: VariableValue;
  /** `ATMOS_*` variables that the `env` section sets and the environment does not, by name. */
  readonly promoted: ReadonlyMap<string, VariableValue>;
  /** Where Atmos would resolve something else, as far as the search and the syntax show; for validation. */
  compatibility(): Promise<readonly Problem[]>;
  /** Warnings; they do not stop the load. */
  readonly problems: readonly Problem[];
  /**
   * Evaluates the deferred functions in some entries, and in the identities and provider that an identity is based on. Each function is
   * evaluated once, even if this is called again. A failure stays in the tree.
   *
   * @returns The tree with the values in it.
   * @throws {ConfigError} `CONFIG_LIMIT`.
   */
  evaluate(needed: NeededEntries): Promise<MappingNode>;
  /** Whether the content of a file is trusted; values that do not come from a file always are. */
  isTrusted(origin: Origin): Promise<boolean>;
}

/** Loads the configuration. */
export interface Configurations {
  /**
   * Finds, reads and merges the configuration, and evaluates the functions under `auth`. A failure there is not thrown: it stays in the
   * tree (`CONFIG_TAG_UNKNOWN`, `CONFIG_FUNCTION_FAILED`, `CONFIG_UNTRUSTED`), which becomes a problem of the entry that needs it. In
   * `import`, `base_path` and `profiles` it is thrown.
   *
   * @param files Filled with the places that are searched, so that they are known if the load fails; becomes {@linkcode
   * LoadedConfig.files}.
   * @throws {ConfigError} `CONFIG_NOT_FOUND` for a named file or directory that does not exist, `CONFIG_UNREADABLE`, `CONFIG_SYNTAX`,
   * `CONFIG_INVALID`, `CONFIG_LIMIT`, `CONFIG_IMPORT_NOT_FOUND`, `CONFIG_IMPORT_CYCLE`, `CONFIG_TAG_UNKNOWN`, `CONFIG_FUNCTION_FAILED`,
   * `CONFIG_UNTRUSTED`.
   * @throws {LookupError} `PROFILE_NOT_FOUND`.
   */
  load(selection: ConfigSelection, files?: ConfigFileReport[]): Promise<LoadedConfig>;
}

/** The result of fetching a file. */
export type RemoteAnswer =
  | { readonly kind: "content"; readonly bytes: Uint8Array }
  /** It does not exist, or could not be fetched; `state` is the reason, without secrets: `the server answered 404`. */
  | { readonly kind: "missing" | "failed"; readonly state: string };

/** Fetches remote files. */
export interface RemoteFiles {
  /**
   * Fetches a file: `https://` only, except on loopback; without redirects; at most 1 MiB, in at most 10 seconds.
   *
   * @param url Including secrets in it.
   */
  read(url: string): Promise<RemoteAnswer>;
}

/** What the user has trusted: files by path and content. A changed file is no longer trusted. */
export interface TrustRecords {
  /** Whether a file with exactly this content is trusted. @param file Absolute path. */
  isTrusted(file: string, content: Uint8Array): Promise<boolean>;

  /** Trusts a file with this content. @param file Absolute path. */
  trust(file: string, content: Uint8Array): Promise<void>;

  /** Revokes trust in a file, whatever its content. @returns Whether it was trusted. */
  untrust(file: string): Promise<boolean>;
}

/** A configuration file to be extended. */
export interface DraftedFile {
  /** The whole text, including a byte-order mark. */
  readonly text: string;
  readonly tree: MappingNode;
}

/** Creates configuration files, or appends to them. */
export interface ConfigDrafts {
  /**
   * Reads a file; undefined if it does not exist.
   *
   * @param path Absolute, or relative to the working directory.
   * @throws {ConfigError} `CONFIG_UNREADABLE`, `CONFIG_LIMIT`, `CONFIG_SYNTAX`.
   */
  read(path: string): Promise<DraftedFile | undefined>;

  /** Parses a text. @param file The name to use in positions. @throws {ConfigError} `CONFIG_LIMIT`, `CONFIG_SYNTAX`. */
  parse(text: string, file: string): Promise<MappingNode>;

  /**
   * Writes a file atomically. A new file is readable by everyone, as files of a project are.
   *
   * @param before The text that was read; undefined for a new file.
   * @throws {EnvironmentError} `OUTPUT_UNWRITABLE`, also if it was changed since it was read.
   */
  write(path: string, text: string, before: string | undefined): Promise<void>;
}
