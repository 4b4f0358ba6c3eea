import type { SsoSession, SsoSessionKey } from "../domain/sso/sso_session.ts";
import type { WaitOptions } from "./wait_options.ts";

/** Logins to IAM Identity Center that are kept between runs, and shared with Atmos. */
export interface SsoSessions {
  /** The session of a start URL and region; undefined where there is none that can be read and trusted. Never fails. */
  read(key: SsoSessionKey): Promise<SsoSession | undefined>;

  /** Replaces the session of its key. Where it cannot be kept, the person logs in again next time: never fails. */
  write(session: SsoSession): Promise<void>;

  /**
   * Removes a session.
   *
   * @returns Whether there was one.
   * @throws {EnvironmentError} `STATE_UNUSABLE` when it cannot be removed.
   */
  remove(key: SsoSessionKey): Promise<boolean>;

  /**
   * Lets one process at a time refresh a session or log in to it. Freed when it is disposed, or when the process ends.
   *
   * @returns Undefined when another process still has it after that time. Where there is no place for locks it is given to everybody.
   */
  hold(key: SsoSessionKey, options: WaitOptions): Promise<Disposable | undefined>;
}
