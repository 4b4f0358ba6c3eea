import type { Secret } from "../domain/secret.ts";

/** Docker's configuration file: read without a lock, changed only under one. */
export interface DockerConfigStore {
  /** Path of `config.json` as the user knows it (a symbolic link is not resolved). */
  readonly path: string;

  /**
   * The text of the file, or undefined where there is none.
   *
   * @throws {DockerError} `DOCKER_CONFIG_UNWRITABLE` when it exists and cannot be read, `DOCKER_CONFIG_INVALID` when it is
   * not UTF-8 or too large.
   */
  read(): Promise<string | undefined>;

  /**
   * Applies an edit to the current text, atomically and under the lock that Atmos takes too. Where the edit returns its
   * argument nothing is written. The edit may run several times, when a program that takes no lock writes in between.
   *
   * @param edit The new text for the old one (undefined: there is no file yet). What it throws leaves the file untouched.
   * @returns Whether the file was written.
   * @throws {DockerError} `DOCKER_CONFIG_UNWRITABLE`, `DOCKER_CONFIG_LOCKED`, `DOCKER_CONFIG_INVALID`.
   */
  update(edit: (text: string | undefined) => string | undefined): Promise<boolean>;

  /**
   * Runs work while nobody else changes the directory of the file. What it does with this store is part of it.
   *
   * @throws {DockerError} As {@linkcode update}; what the work throws passes through.
   */
  exclusively<T>(work: () => Promise<T>): Promise<T>;

  /** Fails as {@linkcode update} would if the directory cannot be written, so that it is known before AWS is asked. */
  checkWritable(): Promise<void>;
}

/** A login in the form that Docker's credential helper protocol carries it. */
export interface StoredLogin {
  /** The bare registry host. */
  readonly serverUrl: string;
  /** The user's name at the registry. */
  readonly username: string;
  /** Secret. */
  readonly password: Secret;
}

/**
 * The programs `docker-credential-<name>` that keep logins outside of `config.json`.
 *
 * Reference: https://github.com/docker/docker-credential-helpers#development
 */
export interface CredentialStores {
  /** Keeps a login. @throws {DockerError} `DOCKER_STORE_FAILED` when there is no such program, or it refuses. */
  store(name: string, login: StoredLogin): Promise<void>;

  /**
   * Removes a login; one that is not there counts as removed.
   *
   * @throws {DockerError} `DOCKER_STORE_FAILED` as above.
   */
  erase(name: string, serverUrl: string): Promise<void>;
}

/** The way to this program under the name that Docker runs. */
export interface HelperLink {
  /** Absolute path. */
  readonly path: string;
  /** Whether it is new. */
  readonly changed: boolean;
}

/** Puts this program where Docker finds it. */
export interface HelperLinks {
  /**
   * The directory on the PATH where programs of the user belong, which need not exist, else that of this program where it can be
   * written; undefined where there is none. Never fails.
   */
  usualDirectory(): Promise<string | undefined>;

  /** A shell's command with which somebody with more rights makes the link beside this program; undefined where there is none. Never fails. */
  manualCommand(): Promise<string | undefined>;

  /**
   * What {@linkcode HelperLinks.create} would do.
   *
   * @param directory Absolute, or relative to the working directory.
   * @throws {UsageError} `USAGE` when the directory is not on the PATH, or cannot be written, or the name is taken by another program.
   */
  check(directory: string): Promise<HelperLink>;

  /** Makes `docker-credential-atmos-ecr` in a directory, and the directory where it is missing. What is there already stays. Errors as {@linkcode HelperLinks.check}. */
  create(directory: string): Promise<HelperLink>;
}

/** A program that Docker could run as a credential helper. */
export interface HelperProgram {
  /** Absolute path, as it was found. */
  readonly path: string;
  /** Whether it is this very program. */
  readonly own: boolean;
}

/** The credential helpers of the machine: programs `docker-credential-<suffix>` on the PATH. */
export interface HelperPrograms {
  /** The program that Docker would run for a suffix; undefined when there is none. Never fails. */
  find(suffix: string): Promise<HelperProgram | undefined>;
}

/** Tries whether programs can be started at all. */
export interface HelperTrials {
  /**
   * Why the system cannot start a credential helper, as the end of a sentence; undefined where it can. The program is asked for its
   * version, and what it answers does not matter. Never fails.
   *
   * @param path Absolute.
   */
  failure(path: string): Promise<string | undefined>;
}

/** Looks at files with logins that other tools have. */
export interface AuthFiles {
  /** The text of a file; undefined where there is none, or it cannot be read. Never fails. */
  read(path: string): Promise<string | undefined>;
}
