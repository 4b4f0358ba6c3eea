import type { RegistryPin } from "../domain/helper/registry_pin.ts";
import type { Registry } from "../domain/registry/registry.ts";

/** A look at the pin of one registry: all that a warm answer needs. */
export interface PinReader {
  /** The pin of a registry, if it has one; undefined when that cannot be told, for reasons that {@linkcode RegistryPins.find} knows. */
  peek(registry: Registry): { readonly pin: RegistryPin | undefined } | undefined;
}

/** A pin that cannot be used. */
export interface PinFault {
  /** The canonical host of the registry; undefined for the whole directory. */
  readonly host: string | undefined;
  readonly path: string;
  /** Why, as the end of a sentence. */
  readonly state: string;
  /** What mends it, as a sentence. */
  readonly remedy: string;
}

/** Every pin, those that cannot be used included. */
export interface PinSurvey {
  /** Sorted by host. */
  readonly pins: readonly RegistryPin[];
  readonly faults: readonly PinFault[];
}

/**
 * The registries that are pinned: those of Docker's directory, and those of the machine, where the former have none. Changes concern
 * Docker's directory alone.
 */
export interface RegistryPins extends PinReader {
  /** The directory in which changes are made, for people; undefined when there is no place for it. */
  readonly path: string | undefined;

  /**
   * The pin of a registry, by whichever of its names.
   *
   * @throws {EnvironmentError} `STATE_UNUSABLE`: to go on without the pin would let another identity answer.
   */
  find(registry: Registry): Promise<RegistryPin | undefined>;

  /**
   * Every pin.
   *
   * @throws {EnvironmentError} `STATE_UNUSABLE` when one of them cannot be used.
   */
  all(): Promise<readonly RegistryPin[]>;

  /** Every pin, and what is wrong with the others. */
  survey(): Promise<PinSurvey>;

  /**
   * Adds pins; each replaces that of the same registry, were it unusable.
   *
   * @returns Whether anything changed.
   * @throws {EnvironmentError} `STATE_UNUSABLE` when they cannot be written: those that are there stay as they are.
   * @throws {EnvironmentError} `HOME_NOT_FOUND` when there is no place for them.
   */
  set(pins: readonly RegistryPin[]): Promise<boolean>;

  /**
   * Removes the pins of hosts, given by whichever name.
   *
   * @returns Whether there were any.
   * @throws {EnvironmentError} As {@linkcode RegistryPins.set}.
   */
  remove(hosts: readonly string[]): Promise<boolean>;
}
