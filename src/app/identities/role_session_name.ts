/** What STS accepts in a session name. Reference: API_AssumeRole, parameter RoleSessionName. */
const FOREIGN_CHARACTERS_REGEXP = /[^A-Za-z0-9+=,.@_-]/gu;

/** The longest session name that STS accepts. */
const MAX_LENGTH = 64;

/**
 * The session name of a role: the configured one, otherwise `atmos-<identity>-<seconds>` as in Atmos, for CloudTrail. Characters that STS
 * rejects become dashes. The end of a long identity name is cut, never the seconds.
 */
export function roleSessionName(configured: string | undefined, identity: string, now: Date): string {
  if (configured !== undefined && configured !== "") {
    return clean(configured).slice(0, MAX_LENGTH).padEnd(2, "-");
  }
  const seconds = `-${Math.floor(now.getTime() / 1000)}`;
  return `atmos-${clean(identity)}`.slice(0, MAX_LENGTH - seconds.length) + seconds;
}

function clean(text: string): string {
  return text.replaceAll(FOREIGN_CHARACTERS_REGEXP, "-");
}
