/** Characters that STS rejects in a session name. Reference: API_AssumeRole, parameter RoleSessionName. */
const FOREIGN_CHARACTERS_REGEXP = /[^A-Za-z0-9+=,.@_-]/gu;

/** The lengths that STS accepts. */
const LENGTHS = { min: 2, max: 64 } as const;

/** The longest session name that STS accepts, in characters. */
export const MAX_SESSION_NAME = LENGTHS.max;

/** A text with dashes for the characters that STS rejects in a session name, as in Atmos. */
export function withoutForeignCharacters(text: string): string {
  return text.replaceAll(FOREIGN_CHARACTERS_REGEXP, "-");
}

/** The session name that STS receives for a configured one: the same, if STS accepts it. */
export function acceptedSessionName(configured: string): string {
  return withoutForeignCharacters(configured).slice(0, LENGTHS.max).padEnd(LENGTHS.min, "-");
}

/**
 * The session name of a role: the configured one, otherwise `atmos-<identity>-<seconds>` as in Atmos, for CloudTrail. Characters that STS
 * rejects become dashes. The end of a long identity name is cut, never the seconds.
 */
export function roleSessionName(configured: string | undefined, identity: string, now: Date): string {
  if (configured !== undefined && configured !== "") return acceptedSessionName(configured);
  const seconds = `-${Math.floor(now.getTime() / 1000)}`;
  return `atmos-${withoutForeignCharacters(identity)}`.slice(0, MAX_SESSION_NAME - seconds.length) + seconds;
}
