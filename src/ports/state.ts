import type { IdentityPin, RegistryPin } from "../domain/helper/registry_pin.ts";
import type { Registry } from "../domain/registry/registry.ts";
import type { ObservedInput } from "../domain/helper/pin_inputs.ts";
import type { Definition } from "../domain/identity/definition.ts";
import type { CacheEntry } from "../domain/token/cache_entry.ts";
import type { TokenKey } from "../domain/token/token_key.ts";
import type { WaitOptions } from "./time.ts";
import type { Secret } from "../domain/secret.ts";

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
  /** The canonical hosts whose pin, or fault, is the machine's, which no change concerns; none when absent. */
  readonly ofMachine?: readonly string[];
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

/** The one file in which earlier versions kept all pins. Nothing in it counts; what it said must not be forgotten in silence. */
export interface FormerPins {
  /** Whether there is such a file: a look, cheap enough for a warm answer. */
  exist(): boolean;
  /** The path of the file, if it names one of some hosts, or cannot be read; undefined otherwise. */
  naming(hosts: readonly string[]): string | undefined;
}

/** What pinned configurations resolved to before: a cache, where nothing ever fails. */
export interface ResolvedReader {
  /** What a pin's configuration said when everything it was read from was as it is now; undefined when no such reading is known. */
  find(pin: IdentityPin): Promise<Definition | undefined>;
}

/** A {@linkcode ResolvedReader} that can be added to. */
export interface ResolvedPins extends ResolvedReader {
  /** Keeps a reading. Waits for nobody: where another process writes, this reading is not kept. */
  keep(pin: IdentityPin, inputs: readonly ObservedInput[], definition: Definition): Promise<void>;
}

/** Reads tokens that are kept between runs: all that a warm answer needs. */
export interface TokenReader {
  /** The entry of a key; undefined where there is none that can be trusted. Never fails. */
  read(key: TokenKey): Promise<CacheEntry | undefined>;
}

/**
 * Tokens that are kept between runs. It is there for speed alone: what cannot be read is absent, what cannot be written is forgotten,
 * and nothing here ever fails.
 */
export interface TokenCache extends TokenReader {
  /** Replaces the entry of a key. */
  write(key: TokenKey, entry: CacheEntry): Promise<void>;

  /** Every entry that can be read, whoever it is for, expired ones included. */
  list(): Promise<readonly CacheEntry[]>;

  /** The registries with a token that has not ended, whoever it is for, each once. No token is read for it where that can be helped. */
  hosts(): Promise<readonly string[]>;

  /**
   * Removes the entries that are to go, whoever they are for.
   *
   * @returns How many were removed.
   * @throws {EnvironmentError} `STATE_UNUSABLE` when one of them cannot be removed; the others are.
   */
  removeWhere(isToGo: (entry: CacheEntry) => boolean): Promise<number>;
}

/**
 * When logins in Docker's configuration were made by a clock that was apart from AWS': a password tells its end by AWS' clock alone. A
 * convenience: what cannot be kept or read is as if both agreed.
 */
export interface LoginClocks {
  /** Remembers how far the clock was apart. Nothing is kept where it was not. Never fails. */
  note(password: Secret, expiresAt: Date): Promise<void>;

  /** The end of a login by this machine's clock, from its end by AWS'; undefined where nothing is known of it. Never fails. */
  ownEnd(password: Secret, awsEnd: Date): Promise<Date | undefined>;
}

/** Lets one process at a time ask AWS for the token of a key. */
export interface TokenLocks {
  /**
   * Takes the lock of a key. It is freed when it is disposed, or when the process ends, however it ends.
   *
   * @returns Undefined when it could not be had in time, or there is no place for locks: the work is done without one.
   */
  hold(key: TokenKey, options: WaitOptions): Promise<Disposable | undefined>;
}
