import {
  acceptedSessionName,
  MAX_SESSION_NAME,
  withoutForeignCharacters,
} from "../../domain/identity/session_name.ts";

/**
 * The session name of a role: the configured one, otherwise `atmos-<identity>-<seconds>` as in Atmos, for CloudTrail. Characters that STS
 * rejects become dashes. The end of a long identity name is cut, never the seconds.
 */
export function roleSessionName(configured: string | undefined, identity: string, now: Date): string {
  if (configured !== undefined && configured !== "") return acceptedSessionName(configured);
  const seconds = `-${Math.floor(now.getTime() / 1000)}`;
  return `atmos-${withoutForeignCharacters(identity)}`.slice(0, MAX_SESSION_NAME - seconds.length) + seconds;
}
