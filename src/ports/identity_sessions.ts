import type { SessionPlace } from "../domain/identity/session_place.ts";
import type { AwsCredentials } from "../domain/identity/credentials.ts";

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
  /** A session whose end is known; undefined where there is none, it is damaged, or it belongs to another definition of the identity. */
  read(place: SessionPlace): Promise<AwsCredentials | undefined>;

  /** Whether anything is kept there, be it damaged or for another definition. */
  has(place: SessionPlace): Promise<boolean>;

  /** Keeps a session in place of an older one. Credentials that never end, or that are no session, are not kept. */
  write(place: SessionPlace, credentials: AwsCredentials): Promise<void>;

  /** Takes a session away. @returns Whether there was one. */
  remove(place: SessionPlace): Promise<boolean>;

  /** The files of a session, which need not exist; undefined where no sessions are kept, as there is no home. */
  files(place: SessionPlace): SessionFiles | undefined;
}
