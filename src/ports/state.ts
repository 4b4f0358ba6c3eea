import type { KnownName } from "../domain/completion/known_names.ts";
import type { IdentityPin, RegistryPin } from "../domain/helper/registry_pin.ts";
import type { Registry } from "../domain/registry/registry.ts";
import type { ObservedInput } from "../domain/helper/resolved_format.ts";
import type { Definition } from "../domain/identity/definition.ts";
import type { CacheEntry, TokenKey } from "../domain/token/cache_entry.ts";
import type { WaitOptions } from "./time.ts";
import type { Secret } from "../domain/secret.ts";

/** Reads the pin of one registry: all that a cache hit needs. */
export interface PinReader {
  /**
   * The pin of a registry, if it has one; undefined if that cannot be determined, in which case {@linkcode RegistryPins.find} reports why.
   */
  peek(registry: Registry): { readonly pin: RegistryPin | undefined } | undefined;
}

/** A pin that cannot be used. */
export interface PinFault {
  /** The canonical host of the registry; undefined for the whole directory. */
  readonly host: string | undefined;
  readonly path: string;
  /** The reason, as the end of a sentence. */
  readonly state: string;
  /** How to repair it, as a sentence. */
  readonly remedy: string;
}

/** Every pin, including those that cannot be used. */
export interface PinSurvey {
  /** Sorted by host. */
  readonly pins: readonly RegistryPin[];
  readonly faults: readonly PinFault[];
  /** The canonical hosts whose pin, or fault, is machine-wide, and is never changed; default none. */
  readonly ofMachine?: readonly string[];
}

/**
 * The pinned registries: those in Docker's directory, and machine-wide ones where Docker's directory has no pin. Changes only affect
 * Docker's directory.
 */
export interface RegistryPins extends PinReader {
  /** The directory of changes, to display; undefined if there is none. */
  readonly path: string | undefined;

  /**
   * The pin of a registry, under any of its names.
   *
   * @throws {EnvironmentError} `STATE_UNUSABLE`: without the pin, another identity would be used.
   */
  find(registry: Registry): Promise<RegistryPin | undefined>;

  /** Every pin. @throws {EnvironmentError} `STATE_UNUSABLE` if any of them cannot be used. */
  all(): Promise<readonly RegistryPin[]>;

  /** Every pin, and the faults of the others. */
  survey(): Promise<PinSurvey>;

  /**
   * Adds pins; each replaces that of the same registry, even an unusable one.
   *
   * @param known The existing pins that the caller considered: a pin to another principal that another process added since then stays.
   * Without it, every pin is replaced.
   * @returns Whether anything changed.
   * @throws {DockerError} `DOCKER_PIN_CONFLICT` for such a pin: existing pins are unchanged.
   * @throws {EnvironmentError} `STATE_UNUSABLE` if they cannot be written: existing pins are unchanged.
   * @throws {EnvironmentError} `HOME_NOT_FOUND` if there is no place for them.
   */
  set(pins: readonly RegistryPin[], known?: readonly RegistryPin[]): Promise<boolean>;

  /**
   * Removes the pins of hosts, under any of their names.
   *
   * @returns Whether there were any.
   * @throws {EnvironmentError} As {@linkcode RegistryPins.set}.
   */
  remove(hosts: readonly string[]): Promise<boolean>;

  /**
   * Runs work while no other process can change pins or Docker's configuration. The work may use this store.
   *
   * @throws {DockerError} As `DockerConfigStore.exclusively`; errors of the work are passed on.
   */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
}

/** The single file in which earlier versions stored all pins. It is ignored, but the user must be told that its pins no longer apply. */
export interface FormerPins {
  /** Whether the file exists: cheap enough for a cache hit. */
  exist(): boolean;
  /** The path of the file, if it names any of these hosts or cannot be read; otherwise undefined. */
  naming(hosts: readonly string[]): string | undefined;
}

/** Cached resolutions of pinned configurations. Never fails. */
export interface ResolvedReader {
  /** The definition that a pin resolved to, if all of its inputs are unchanged; otherwise undefined. */
  find(pin: IdentityPin): Promise<Definition | undefined>;
}

/** A {@linkcode ResolvedReader} that can be added to. */
export interface ResolvedPins extends ResolvedReader {
  /** Whether everything that was read would look the same now. */
  isCurrent(inputs: readonly ObservedInput[]): Promise<boolean>;
  /** Stores a resolution. Does not wait: if another process is writing, this one is not stored. */
  keep(pin: IdentityPin, inputs: readonly ObservedInput[], definition: Definition): Promise<void>;
}

/** Names that were found for completion before: a cache, where nothing ever fails. */
export interface NameReader {
  /** The names that answer a question, when everything they were found in is as it was; undefined when none such are known. */
  find(question: string): Promise<readonly KnownName[] | undefined>;
}

/** A {@linkcode NameReader} that can be added to. */
export interface NameCache extends NameReader {
  /** Keeps names, and what they were found in. */
  keep(question: string, inputs: readonly ObservedInput[], names: readonly KnownName[]): Promise<void>;
}

/** Reads stored tokens: all that a cache hit needs. */
export interface TokenReader {
  /** The entry of a key; undefined if there is none that can be trusted. Never fails. */
  read(key: TokenKey): Promise<CacheEntry | undefined>;
}

/** Tokens stored between runs, for speed only: what cannot be read counts as absent, and what cannot be written is dropped. */
export interface TokenCache extends TokenReader {
  /** Replaces the entry of a key. */
  write(key: TokenKey, entry: CacheEntry): Promise<void>;

  /** Every readable entry of any registry, including expired ones. */
  list(): Promise<readonly CacheEntry[]>;

  /** Every registry with a token that has not expired, without duplicates. Reads no tokens if possible. */
  hosts(): Promise<readonly string[]>;

  /**
   * Removes matching entries of any registry.
   *
   * @returns How many were removed.
   * @throws {EnvironmentError} `STATE_UNUSABLE` if one of them cannot be removed; the others are.
   */
  removeWhere(isToGo: (entry: CacheEntry) => boolean): Promise<number>;
}

/**
 * Remembers how far this machine's clock differed from that of AWS when a login in Docker's configuration was made, since a password
 * contains its expiry by AWS' clock only. Optional: without a record, both clocks count as equal.
 */
export interface LoginClocks {
  /** Records the difference of a login, if there is any. Never fails. */
  note(password: Secret, expiresAt: Date): Promise<void>;

  /** The expiry of a login by this machine's clock, from its expiry by AWS' clock; undefined without a record. Never fails. */
  ownEnd(password: Secret, awsEnd: Date): Promise<Date | undefined>;
}

/** Lets only one process at a time request the token of a key. */
export interface TokenLocks {
  /**
   * Takes the lock of a key. It is released when disposed, or when the process ends.
   *
   * @returns Undefined if it was not available in time, or if there is no place for locks: the work is then done without one.
   */
  hold(key: TokenKey, options: WaitOptions): Promise<Disposable | undefined>;
}
