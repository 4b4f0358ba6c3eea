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

/** The limits of a text parameter. */
export interface TextLimits {
  readonly regexp: RegExp;
  readonly min: number;
  readonly max: number;
  /** The characters besides letters and digits. */
  readonly signs: string;
}

/** `RoleSessionName`. */
export const SESSION_NAME: TextLimits = { regexp: /^[\w+=,.@-]+$/, min: 2, max: 64, signs: "_+=,.@-" };

/** `ExternalId`. */
export const EXTERNAL_ID: TextLimits = { regexp: /^[\w+=,.@:/-]+$/, min: 2, max: 1224, signs: "_+=,.@:/-" };

/** `SerialNumber`: the ARN or serial number of an MFA device. */
export const MFA_DEVICE: TextLimits = { regexp: /^[\w+=/:,.@-]+$/, min: 9, max: 256, signs: "_+=/:,.@-" };

/** `DurationSeconds`. */
export const ROLE_SECONDS: { readonly min: number; readonly max: number } = { min: 900, max: 43_200 };

/** Whether a text is within its limits. */
export function isWithin({ regexp, min, max }: TextLimits, text: string): boolean {
  return text.length >= min && text.length <= max && regexp.test(text);
}

/** Whether a text is the ARN of a role, in any partition. */
export function isRoleArn(text: string): boolean {
  return PARTITION_IDS.includes(ROLE_ARN_REGEXP.exec(text)?.[1] ?? "");
}

/** The session name that STS receives for a configured one: the same, if STS accepts it. */
export function acceptedSessionName(configured: string): string {
  return withoutForeignCharacters(configured).slice(0, SESSION_NAME.max).padEnd(SESSION_NAME.min, "-");
}

/**
 * The session name of a role: the configured one, otherwise `atmos-<identity>-<seconds>` as in Atmos, for CloudTrail. Characters that STS
 * rejects become dashes. The end of a long identity name is cut, never the seconds.
 */
export function roleSessionName(configured: string | undefined, identity: string, now: Date): string {
  if (configured !== undefined && configured !== "") return acceptedSessionName(configured);
  const seconds = `-${Math.floor(now.getTime() / 1000)}`;
  return `atmos-${withoutForeignCharacters(identity)}`.slice(0, SESSION_NAME.max - seconds.length) + seconds;
}

/** A text with dashes for the characters that STS rejects in a session name, as in Atmos. */
function withoutForeignCharacters(text: string): string {
  return text.replaceAll(/[^\w+=,.@-]/gu, "-");
}
