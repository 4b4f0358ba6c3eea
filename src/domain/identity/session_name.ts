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
