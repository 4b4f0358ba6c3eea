import type { SessionPlace } from "../domain/identity/session_place.ts";
import type { AwsCredentials } from "../domain/identity/credentials.ts";
import type { Provisioning } from "../domain/sso/provisioned_identities.ts";
import type { KeyringConfig } from "../domain/auth/model/auth_config.ts";
import type { Secret } from "../domain/secret.ts";

/** Where the AWS tools read a session: values for three variables. */
export interface SessionFiles {
  /** For `AWS_SHARED_CREDENTIALS_FILE`. Absolute. */
  readonly credentials: string;
  /** For `AWS_CONFIG_FILE`. Absolute. */
  readonly config: string;
  /** For `AWS_PROFILE`: the name of the profile in both. */
  readonly profile: string;
}

/**
 * The sessions of identities, shared with Atmos and with everything that reads AWS' shared files. They are a convenience: where they
 * cannot be kept, or read, everything works without them, so nothing here throws for that.
 */
export interface IdentitySessions {
  /** A session that was kept for this definition and whose end is known; undefined where there is none, or it is damaged. */
  read(place: SessionPlace): Promise<AwsCredentials | undefined>;

  /**
   * A session that does not say for which definition it was kept, as Atmos writes them: its name says nothing about account and role, and
   * all profiles share it. Whose it is must be found out before it is used.
   */
  readUnmarked(place: SessionPlace): Promise<AwsCredentials | undefined>;

  /** Whether anything is kept there, be it damaged or for another definition. */
  has(place: SessionPlace): Promise<boolean>;

  /** Keeps a session in place of an older one. Credentials that never end, or that are no session, are not kept. */
  write(place: SessionPlace, credentials: AwsCredentials): Promise<void>;

  /** Takes a session away. @returns Whether there was one. */
  remove(place: SessionPlace): Promise<boolean>;

  /** The files of a session, which need not exist; undefined where no sessions are kept, as there is no home. */
  files(place: SessionPlace): SessionFiles | undefined;
}

/** The identities that logins to IAM Identity Center have found. Whoever loads a configuration reads them. */
export interface ProvisionedIdentities {
  /**
   * Replaces what was found for a provider.
   *
   * @throws {EnvironmentError} `STATE_UNUSABLE` when that cannot be written.
   */
  write(provisioning: Provisioning): Promise<void>;

  /** The path of what is kept for a provider; undefined where nothing is. Never fails. */
  find(provider: string): Promise<string | undefined>;

  /**
   * Removes what is kept for a provider.
   *
   * @returns Whether there was anything.
   * @throws {EnvironmentError} `STATE_UNUSABLE` when that cannot be removed.
   */
  remove(provider: string): Promise<boolean>;
}

/** What logins have left on this machine, of all realms and configurations. */
export interface AllSessions {
  /** The absolute paths of the files that have sessions, logins, or identities that logins found. Never fails. */
  list(): Promise<readonly string[]>;

  /**
   * Removes one of them.
   *
   * @returns Whether it was there.
   * @throws {EnvironmentError} `STATE_UNUSABLE` when it cannot be removed.
   */
  remove(path: string): Promise<boolean>;
}

/** Whose keys are looked for. */
export interface StoredKeysOwner {
  /** The identity's name as written. */
  readonly name: string;
  readonly realm: string;
  readonly keyring?: KeyringConfig | undefined;
}

/** What a place says of a user. */
export type StoredKeys =
  | {
    readonly kind: "keys";
    readonly accessKeyId: string;
    readonly secretAccessKey: Secret;
    /** The device that is kept with the keys. */
    readonly mfaArn?: string | undefined;
    /** Seconds that sessions shall last. */
    readonly sessionSeconds?: number | undefined;
    /** Where they come from: `profile "dev" of the shared credentials file`. */
    readonly from: string;
  }
  /** There are none that can be used; `why` is a sentence about what would have to be done, where there is something. */
  | { readonly kind: "none"; readonly why?: string };

/** A place beside the configuration where the long-lived keys of an IAM user may be kept. */
export interface StoredUserKeys {
  find(owner: StoredKeysOwner): Promise<StoredKeys>;
}

/** Long-lived keys that shall be kept. */
export interface UserKeysToKeep {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly mfaArn?: string | undefined;
  /** How long sessions shall last, as it was written: `12h`. */
  readonly sessionDuration?: string | undefined;
}

/** A place where the long-lived keys of an IAM user can be kept, too. */
export interface UserKeyStore extends StoredUserKeys {
  /**
   * Keeps keys in place of older ones, and makes sure that they are found there.
   *
   * @returns Where they are, as {@linkcode StoredKeys} has it.
   * @throws {EnvironmentError} `KEYRING_UNUSABLE`, `STATE_UNUSABLE`.
   */
  keep(owner: StoredKeysOwner, keys: UserKeysToKeep): Promise<string>;
}

/** What a keyring has under a name. */
export type KeyringEntry =
  | {
    readonly kind: "entry";
    /** As Atmos writes it: JSON. */
    readonly text: Secret;
    /** Where it is: `the system's keyring, "atmos_acme_me"`. */
    readonly from: string;
  }
  /** There is none that can be read; `why` is a sentence about what would have to be done, where there is something. */
  | { readonly kind: "none"; readonly why?: string };

/** The keyring of a configuration, shared with Atmos. Nothing waits for ever: a keyring that does not answer counts as unusable. */
export interface Keyring {
  /** The entry of an identity or provider. Never fails. */
  find(owner: StoredKeysOwner): Promise<KeyringEntry>;

  /** Whether there is an entry, be it readable or not; false where that cannot be told. Asks nobody. Never fails. */
  has(owner: StoredKeysOwner): Promise<boolean>;

  /**
   * Keeps an entry in place of an older one.
   *
   * @returns Where it is, as {@linkcode KeyringEntry} has it.
   * @throws {EnvironmentError} `KEYRING_UNUSABLE`.
   */
  store(owner: StoredKeysOwner, text: Secret): Promise<string>;

  /** Removes an entry. @returns Whether there was one. @throws {EnvironmentError} `KEYRING_UNUSABLE`. */
  remove(owner: StoredKeysOwner): Promise<boolean>;

  /** The type of the keyring that is meant, after variables and defaults. */
  type(owner: Pick<StoredKeysOwner, "keyring">): "system" | "file" | "memory";
}
