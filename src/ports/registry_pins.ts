import type { RegistryPin } from "../domain/helper/registry_pin.ts";

/** A look at which registries the user has pinned to identities: all that a warm answer needs. */
export interface PinReader {
  /** Every pin; undefined when they cannot be told, for reasons that {@linkcode RegistryPins.all} knows. Never fails. */
  peek(): Promise<readonly RegistryPin[] | undefined>;
}

/** The registries that the user has pinned to identities. */
export interface RegistryPins extends PinReader {
  /** Where they are, for people; undefined when there is no place for them. */
  readonly path: string | undefined;

  /**
   * Every pin, at most one for a host.
   *
   * @throws {EnvironmentError} `STATE_UNUSABLE`: to go on without the pins would let another identity answer.
   */
  all(): Promise<readonly RegistryPin[]>;

  /**
   * Adds pins; each replaces that of the same host.
   *
   * @returns Whether anything changed.
   * @throws {EnvironmentError} `STATE_UNUSABLE` when they cannot be read, trusted or written: they stay as they are.
   * @throws {EnvironmentError} `HOME_NOT_FOUND` when there is no place for them.
   */
  set(pins: readonly RegistryPin[]): Promise<boolean>;

  /**
   * Removes the pins of hosts.
   *
   * @returns Whether there were any.
   * @throws {EnvironmentError} As {@linkcode RegistryPins.set}.
   */
  remove(hosts: readonly string[]): Promise<boolean>;
}
