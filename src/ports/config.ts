import type { MappingNode } from "../domain/config/config_node.ts";
import type { NeededEntries } from "../domain/auth/model/needed_entries.ts";
import type { Realm } from "../domain/auth/model/realm.ts";
import type { Origin } from "../domain/config/origin.ts";
import type { Problem } from "../domain/config/problem.ts";
import type { VariableValue } from "../domain/config/promoted_variables.ts";
import type { PinnedConfiguration } from "../domain/helper/registry_pin.ts";

/** One file as it is written: nothing is merged, imported or evaluated. */
export interface ConfigText {
  /** The path as it is shown. */
  readonly file: string;
  /** Absolute paths under which it may be found: as it was named, and without symbolic links. */
  readonly paths: readonly string[];
  readonly content: Uint8Array;
  readonly tree: MappingNode;
}

/** Single configuration files, for judging them. */
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
  /** `--lenient`: an import that fails is a warning, and its file is left out. */
  readonly lenient?: boolean | undefined;
  /** Top-level files that were found before: neither flags, variables nor a search count then. */
  readonly pinned?: Pick<PinnedConfiguration, "sources" | "named"> | undefined;
}

/** What a file is to the configuration. */
export type FileRole =
  /** It is one that the search leads to, or that was named. */
  | { readonly kind: "source" }
  /** It lies in an `.atmos.d` of the source after it. */
  | { readonly kind: "drop-in" }
  | { readonly kind: "profile" }
  /** Another file imports it, by the path that is shown of that. */
  | { readonly kind: "import"; readonly importer: string }
  /** A value of another file is taken from it by `!include`. */
  | { readonly kind: "include"; readonly includer: string };

/** A file that was read, or why it was not. */
export interface ConfigFileReport {
  /** The path as it is shown. */
  readonly path: string;
  readonly read: boolean;
  /** Why it was looked at, and if it was not read, why not: `working directory`, `--config`, `import of atmos.yaml:3:5`, … */
  readonly reason: string;
  readonly role: FileRole;
  /** Set on the file that a load ended at, because it cannot be read or used. */
  readonly broken?: true;
}

/** A configuration after merging. */
export interface LoadedConfig {
  /**
   * The whole tree; empty when there is no file. Functions outside of what auth needs stay unevaluated, and so do those that run a
   * program or fetch something, until {@linkcode LoadedConfig.evaluate} is told that their entry is needed.
   */
  readonly tree: MappingNode;
  /** Every place that was looked at, lowest precedence first. */
  readonly files: readonly ConfigFileReport[];
  /** What each file says, by the path that is shown; nothing is merged, imported or evaluated. */
  written(): ReadonlyMap<string, MappingNode>;
  /** Absolute paths of the `atmos.yaml` files that were read, without what they import, lowest precedence first. */
  readonly sources: readonly string[];
  /** How the top-level files were found, so that they can be read again from anywhere. */
  readonly place: Pick<PinnedConfiguration, "sources" | "named" | "directory">;
  /** Names of the profiles that were merged, lowest precedence first. */
  readonly profiles: readonly string[];
  /** Names of the profiles that there are, sorted. */
  profileNames(): Promise<readonly string[]>;
  /** Whose sessions are shared, and where that is said. */
  readonly realm: Realm;
  /** The level of logging, from `ATMOS_LOGS_LEVEL` or `logs.level`, as written; undefined when neither says one. */
  readonly logsLevel?: VariableValue;
  /** `ATMOS_*` variables that the `env` section sets and the environment does not, by name. */
  readonly promoted: ReadonlyMap<string, VariableValue>;
  /** What Atmos would make something else of, as far as the search and the syntax tell; for validation. */
  compatibility(): Promise<readonly Problem[]>;
  /** Warnings that do not end the work. */
  readonly problems: readonly Problem[];
  /**
   * Evaluates what was put off in some entries, and in the identities and provider that an identity builds upon. Each function is
   * evaluated once, however often this is called. One that fails stays in the tree with its failure.
   *
   * @returns The tree with the values in it.
   * @throws {ConfigError} `CONFIG_LIMIT`.
   */
  evaluate(needed: NeededEntries): Promise<MappingNode>;
  /** Whether what a file says is trusted; what does not come from a file always is. */
  isTrusted(origin: Origin): Promise<boolean>;
}

/** The way to `atmos.yaml`. */
export interface Configurations {
  /**
   * Finds, reads and merges the configuration, and evaluates the functions under `auth`. One that fails there throws nothing: it
   * stays in the tree with its failure (`CONFIG_TAG_UNKNOWN`, `CONFIG_FUNCTION_FAILED`, `CONFIG_UNTRUSTED`), which becomes a problem
   * of the entry that needs it. In `import`, `base_path` and `profiles` it is thrown.
   *
   * @param files Filled with what is looked at, so that it is known when the load fails; it becomes {@linkcode LoadedConfig.files}.
   * @throws {ConfigError} `CONFIG_NOT_FOUND` for a file or directory that was named and is not there, `CONFIG_UNREADABLE`,
   * `CONFIG_SYNTAX`, `CONFIG_INVALID`, `CONFIG_LIMIT`, `CONFIG_IMPORT_NOT_FOUND`, `CONFIG_IMPORT_CYCLE`, `CONFIG_TAG_UNKNOWN`,
   * `CONFIG_FUNCTION_FAILED`, `CONFIG_UNTRUSTED`.
   * @throws {LookupError} `PROFILE_NOT_FOUND`.
   */
  load(selection: ConfigSelection, files?: ConfigFileReport[]): Promise<LoadedConfig>;
}

/** What came of asking for a file. */
export type RemoteAnswer =
  | { readonly kind: "content"; readonly bytes: Uint8Array }
  /** There is none, or it did not come; `state` says why, without secrets: `the server answered 404`. */
  | { readonly kind: "missing" | "failed"; readonly state: string };

/** Files on other machines. */
export interface RemoteFiles {
  /**
   * Fetches a file: `https://` only, but for loopback; no redirect is followed; at most 1 MiB, in at most 10 seconds.
   *
   * @param url With what is secret in it.
   */
  read(url: string): Promise<RemoteAnswer>;
}

/** What the user has trusted: files by path and content, so that a changed file is trusted no more. */
export interface TrustRecords {
  /**
   * Whether a file with this very content is trusted.
   *
   * @param file Absolute path.
   */
  isTrusted(file: string, content: Uint8Array): Promise<boolean>;

  /**
   * Trusts a file as it is now.
   *
   * @param file Absolute path.
   */
  trust(file: string, content: Uint8Array): Promise<void>;

  /**
   * Takes the trust of a file back, whatever its content.
   *
   * @returns Whether there was any.
   */
  untrust(file: string): Promise<boolean>;
}

/** A configuration file as it is, for something to be added to it. */
export interface DraftedFile {
  /** The whole text, a byte-order mark included. */
  readonly text: string;
  readonly tree: MappingNode;
}

/** Configuration files that are made or added to. */
export interface ConfigDrafts {
  /**
   * Reads a file; undefined where there is none.
   *
   * @param path Absolute, or relative to the working directory.
   * @throws {ConfigError} `CONFIG_UNREADABLE`, `CONFIG_LIMIT`, `CONFIG_SYNTAX`.
   */
  read(path: string): Promise<DraftedFile | undefined>;

  /** What a text would say. @param file As it is named in positions. @throws {ConfigError} `CONFIG_LIMIT`, `CONFIG_SYNTAX`. */
  parse(text: string, file: string): Promise<MappingNode>;

  /**
   * Writes a file, whole or not at all. One that is new may be read by everyone, as a project's files are.
   *
   * @param before The text that it had when it was read; undefined for a new one.
   * @throws {EnvironmentError} `OUTPUT_UNWRITABLE`, also where it was changed in the meantime.
   */
  write(path: string, text: string, before: string | undefined): Promise<void>;
}
