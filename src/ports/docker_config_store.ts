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
