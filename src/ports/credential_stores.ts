import type { Secret } from "../domain/secret.ts";

/** A login in the form that Docker's credential helper protocol carries it. */
export interface StoredLogin {
  /** The bare registry host. */
  readonly serverUrl: string;
  readonly username: string;
  readonly password: Secret;
}

/**
 * The programs `docker-credential-<name>` that keep logins outside of `config.json`.
 *
 * Reference: https://github.com/docker/docker-credential-helpers#development
 */
export interface CredentialStores {
  /** @throws {DockerError} `DOCKER_STORE_FAILED` when there is no such program, or it refuses. */
  store(name: string, login: StoredLogin): Promise<void>;

  /**
   * Removes a login; one that is not there counts as removed.
   *
   * @throws {DockerError} `DOCKER_STORE_FAILED` as above.
   */
  erase(name: string, serverUrl: string): Promise<void>;
}
