import type { SessionPlace } from "../domain/identity/session_place.ts";
import type { AwsCredentials } from "../domain/identity/credentials.ts";
import type { Provisioning } from "../domain/sso/provisioned_identities.ts";
import type { KeyringConfig } from "../domain/auth/model/auth_config.ts";
import type { Secret } from "../domain/secret.ts";

/** Where AWS tools read a session: the values of three variables. */
export interface SessionFiles {
  /** For `AWS_SHARED_CREDENTIALS_FILE`. Absolute. */
  readonly credentials: string;
  /** For `AWS_CONFIG_FILE`. Absolute. */
  readonly config: string;
  /** For `AWS_PROFILE`: the name of the profile in both. */
  readonly profile: string;
}

/**
 * The sessions of identities, shared with Atmos and every reader of AWS' shared files. They are optional: if they cannot be read or stored,
 * everything works without them, so nothing here throws for that.
 */
export interface IdentitySessions {
  /** A session with this definition and a known expiry; undefined if there is none or it is corrupted. */
  read(place: SessionPlace): Promise<AwsCredentials | undefined>;

  /**
   * A session without a mark of its definition, as Atmos writes them. Its name says nothing about account and role, and all profiles share
   * it: its principal must be verified before use.
   */
  readUnmarked(place: SessionPlace): Promise<AwsCredentials | undefined>;

  /** Whether a session with a mark is stored there: if {@linkcode read} returns none, it is of another principal or made with other keys. */
  isMarked(place: SessionPlace): Promise<boolean>;

  /** Whether any session is stored there, even a damaged one or one of another definition. */
  has(place: SessionPlace): Promise<boolean>;

  /**
   * Stores a session, replacing an older one. Credentials that never expire, or that are not a session, are not stored.
   *
   * @param expected Only if this session is still there, by its access key ID: another process may have replaced or removed it.
   */
  write(place: SessionPlace, credentials: AwsCredentials, expected?: AwsCredentials): Promise<void>;

  /** Removes a session. @param expected As in {@linkcode IdentitySessions.write}. @returns Whether there was one. */
  remove(place: SessionPlace, expected?: AwsCredentials): Promise<boolean>;

  /** The files of a session, which need not exist; undefined if no sessions are stored because there is no home directory. */
  files(place: SessionPlace): SessionFiles | undefined;
}

/** The identities found by IAM Identity Center logins. Loading a configuration reads them. */
export interface ProvisionedIdentities {
  /** Replaces the identities of a provider. @throws {EnvironmentError} `STATE_UNUSABLE` if they cannot be written. */
  write(provisioning: Provisioning): Promise<void>;

  /** The path of the file for a provider; undefined if there is none. Never fails. */
  find(provider: string): Promise<string | undefined>;

  /**
   * Removes the identities of a provider.
   *
   * @returns Whether there were any.
   * @throws {EnvironmentError} `STATE_UNUSABLE` if they cannot be removed.
   */
  remove(provider: string): Promise<boolean>;
}

/** Everything that logins have stored on this machine, for all realms and configurations. */
export interface AllSessions {
  /** The absolute paths of the files with sessions, logins, and identities found by logins. Never fails. */
  list(): Promise<readonly string[]>;

  /** Removes one of them. @returns Whether it existed. @throws {EnvironmentError} `STATE_UNUSABLE` if it cannot be removed. */
  remove(path: string): Promise<boolean>;
}

/** The owner of keys. */
export interface StoredKeysOwner {
  /** The identity's name as written. */
  readonly name: string;
  readonly realm: string;
  readonly keyring?: KeyringConfig | undefined;
}

/** What a key store contains for a user. */
export type StoredKeys =
  | {
    readonly kind: "keys";
    readonly accessKeyId: string;
    readonly secretAccessKey: Secret;
    /** The device stored with the keys. */
    readonly mfaArn?: string | undefined;
    /** Seconds that sessions should last. */
    readonly sessionSeconds?: number | undefined;
    /** Where they come from: `profile "dev" of the shared credentials file`. */
    readonly from: string;
  }
  /** No usable keys; `why` is a sentence about what to do, if there is anything to do. */
  | { readonly kind: "none"; readonly why?: string };

/** A place other than the configuration that may contain the long-lived keys of an IAM user. */
export interface StoredUserKeys {
  find(owner: StoredKeysOwner): Promise<StoredKeys>;
}

/** Long-lived keys to store. */
export interface UserKeysToKeep {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly mfaArn?: string | undefined;
  /** How long sessions should last, as written: `12h`. */
  readonly sessionDuration?: string | undefined;
}

/** A place that can also store the long-lived keys of an IAM user. */
export interface UserKeyStore extends StoredUserKeys {
  /**
   * Stores keys, replacing older ones, and verifies that they are found there.
   *
   * @returns Where they are, as in {@linkcode StoredKeys}.
   * @throws {EnvironmentError} `KEYRING_UNUSABLE`, `STATE_UNUSABLE`.
   */
  keep(owner: StoredKeysOwner, keys: UserKeysToKeep): Promise<string>;
}

/** The entry of a keyring under a name. */
export type KeyringEntry =
  | {
    readonly kind: "entry";
    /** As Atmos writes it: JSON. */
    readonly text: Secret;
    /** Where it is: `the system's keyring, "atmos_acme_me"`. */
    readonly from: string;
  }
  /** No readable entry; `why` is a sentence about what to do, if there is anything to do. */
  | { readonly kind: "none"; readonly why?: string };

/** The keyring of a configuration, shared with Atmos. Every call has a time limit: an unresponsive keyring counts as unusable. */
export interface Keyring {
  /** The entry of an identity or provider. Never fails. */
  find(owner: StoredKeysOwner): Promise<KeyringEntry>;

  /** Whether there is an entry, readable or not; false if that cannot be determined. Never prompts. Never fails. */
  has(owner: StoredKeysOwner): Promise<boolean>;

  /**
   * Stores an entry, replacing an older one.
   *
   * @returns Where it is, as in {@linkcode KeyringEntry}.
   * @throws {EnvironmentError} `KEYRING_UNUSABLE`.
   */
  store(owner: StoredKeysOwner, text: Secret): Promise<string>;

  /** Removes an entry. @returns Whether there was one. @throws {EnvironmentError} `KEYRING_UNUSABLE`. */
  remove(owner: StoredKeysOwner): Promise<boolean>;

  /** The effective type of the keyring, after variables and defaults. */
  type(owner: Pick<StoredKeysOwner, "keyring">): "system" | "file" | "memory";
}
