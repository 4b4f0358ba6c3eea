import type { Secret } from "../domain/secret.ts";

/** Docker's configuration file. Reading takes no lock; every change does. */
export interface DockerConfigStore {
  /** Path of `config.json` as the user sees it (symbolic links are not resolved). */
  readonly path: string;

  /**
   * The text of the file, or undefined if it does not exist.
   *
   * @throws {DockerError} `DOCKER_CONFIG_UNWRITABLE` if it cannot be read, `DOCKER_CONFIG_INVALID` if it is not UTF-8 or too large.
   */
  read(): Promise<string | undefined>;

  /**
   * Applies an edit to the current text, atomically and under the lock that Atmos also takes. If the edit returns its argument, nothing is
   * written. The edit may run several times, if a program that takes no lock writes at the same time.
   *
   * @param edit Returns the new text for the old one (undefined: no file yet). If it throws, the file is unchanged.
   * @returns Whether the file was written.
   * @throws {DockerError} `DOCKER_CONFIG_UNWRITABLE`, `DOCKER_CONFIG_LOCKED`, `DOCKER_CONFIG_INVALID`.
   */
  update(edit: (text: string | undefined) => string | undefined): Promise<boolean>;

  /**
   * Runs work while no other process can change the directory of the file. The work may use this store.
   *
   * @throws {DockerError} As {@linkcode update}; errors of the work are passed on.
   */
  exclusively<T>(work: () => Promise<T>): Promise<T>;

  /** Fails as {@linkcode update} would if the directory is not writable, before AWS is called. */
  checkWritable(): Promise<void>;
}

/** A login, as in Docker's credential helper protocol. */
export interface StoredLogin {
  /** The bare registry host. */
  readonly serverUrl: string;
  /** The user name. */
  readonly username: string;
  /** The password. */
  readonly password: Secret;
}

/**
 * The programs `docker-credential-<name>`, which store logins outside `config.json`.
 *
 * Reference: https://github.com/docker/docker-credential-helpers#development
 */
export interface CredentialStores {
  /** Stores a login. @throws {DockerError} `DOCKER_STORE_FAILED` if the program does not exist or fails. */
  store(name: string, login: StoredLogin): Promise<void>;

  /**
   * Removes a login; one that does not exist counts as removed.
   *
   * @param options `mayFailToStart`: whether a program that cannot be started counts as one without the login. Default false.
   * @throws {DockerError} `DOCKER_STORE_FAILED` as above.
   */
  erase(name: string, serverUrl: string, options?: { readonly mayFailToStart?: boolean }): Promise<void>;

  /** The keys of all logins, mostly bare hosts. @throws {DockerError} `DOCKER_STORE_FAILED` as above. */
  list?(name: string): Promise<readonly string[]>;
}

/** The link to this program under the name that Docker runs. */
export interface HelperLink {
  /** Absolute path. */
  readonly path: string;
  /** Whether it was created. */
  readonly changed: boolean;
}

/** Links this program where Docker finds it. */
export interface HelperLinks {
  /**
   * The directory on the PATH for the user's own programs (it need not exist), otherwise the directory of this program, if it is writable;
   * undefined without either. Never fails.
   */
  defaultDirectory(): Promise<string | undefined>;

  /** A shell command that creates the link beside this program with more permissions; undefined if there is none. Never fails. */
  manualCommand(): Promise<string | undefined>;

  /**
   * What {@linkcode HelperLinks.create} would do.
   *
   * @param directory Absolute, or relative to the working directory.
   * @throws {UsageError} `USAGE` if the directory is not on the PATH or not writable, or another program has the name.
   */
  check(directory: string): Promise<HelperLink>;

  /**
   * Creates `docker-credential-atmos-ecr` in a directory, and the directory if it is missing. An existing link is kept. Errors as
   * {@linkcode HelperLinks.check}.
   */
  create(directory: string): Promise<HelperLink>;
}

/** A program that Docker could run as a credential helper. */
export interface HelperProgram {
  /** Absolute path, as found. */
  readonly path: string;
  /** Whether it is this program. */
  readonly own: boolean;
}

/** The credential helpers of the machine: programs `docker-credential-<suffix>` on the PATH. */
export interface HelperPrograms {
  /** The program that Docker would run for a suffix; undefined if there is none. Never fails. */
  find(suffix: string): Promise<HelperProgram | undefined>;
}

/** Tests whether programs can be started. */
export interface HelperTrials {
  /**
   * Why the system cannot start a credential helper, as the end of a sentence; undefined if it can. Runs `version`; the output does not
   * matter. Never fails.
   *
   * @param path Absolute.
   */
  failure(path: string): Promise<string | undefined>;
}

/** Reads auth files of other tools. */
export interface AuthFiles {
  /** The text of a file; undefined if it does not exist or cannot be read. Never fails. */
  read(path: string): Promise<string | undefined>;
}
