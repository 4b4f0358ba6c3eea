import type { MappingNode } from "../domain/config/config_node.ts";

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
