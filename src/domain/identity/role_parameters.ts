/**
 * The documented limits of the parameters of an assumed role in AWS STS: other values never result in a session.
 *
 * Reference: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 *
 * @module
 */

import { PARTITIONS } from "../registry/partitions.ts";

/** The partitions' names between `arn:` and `:iam:`. */
const PARTITION_IDS: readonly string[] = PARTITIONS.map(({ id }) => id);

/** Reference: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html for the characters of paths and names. */
const ROLE_ARN_REGEXP = /^arn:([a-z-]+):iam::\d{12}:role\/[\x21-\x7e]{1,600}$/;

const SESSION_NAME_REGEXP = /^[A-Za-z0-9_+=,.@-]{2,64}$/;
const EXTERNAL_ID_REGEXP = /^[A-Za-z0-9_+=,.@:/-]{2,1224}$/;
const MFA_DEVICE_REGEXP = /^[A-Za-z0-9_+=/:,.@-]{9,256}$/;

/** The limits of a role session's duration, in seconds. */
export const ROLE_SECONDS: { readonly min: number; readonly max: number } = { min: 900, max: 43_200 };

/** Whether a text is the ARN of a role, in any partition. */
export function isRoleArn(text: string): boolean {
  return PARTITION_IDS.includes(ROLE_ARN_REGEXP.exec(text)?.[1] ?? "");
}

/** Whether a text is a valid session name: 2 to 64 letters, digits and `_+=,.@-`. */
export function isRoleSessionName(text: string): boolean {
  return SESSION_NAME_REGEXP.test(text);
}

/** Whether a text is a valid external ID: 2 to 1,224 letters, digits and `_+=,.@:/-`. */
export function isExternalId(text: string): boolean {
  return EXTERNAL_ID_REGEXP.test(text);
}

/** Whether a text is a valid ARN or serial number of an MFA device: 9 to 256 letters, digits and `_+=/:,.@-`. */
export function isMfaDevice(text: string): boolean {
  return MFA_DEVICE_REGEXP.test(text);
}

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
