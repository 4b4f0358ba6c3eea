import type { AwsProfile } from "../../aws_files/aws_files.ts";
import {
  EXTERNAL_ID,
  isRoleArn,
  isWithin,
  MFA_DEVICE,
  ROLE_SECONDS,
  type TextLimits,
} from "../role_parameters.ts";
import { type FilePlace, planFault, profileWords } from "./plan_faults.ts";

/** A parameter of a role, and its source. */
export interface RoleParameter {
  readonly text: string;
  /** The source and its name for the parameter: a profile with its setting, or a variable. */
  readonly subject: string;
  readonly name: string;
  readonly at?: FilePlace | undefined;
}

/** The form of a whole number in the AWS CLI. Reference: https://docs.python.org/3/library/functions.html#int */
const WHOLE_NUMBER_REGEXP = /^[+-]?\d+(?:_\d+)*$/;

/** Fails for an invalid role ARN, which may be a misplaced key and is not shown. @throws {AwsError} `AWS_PROFILE_INVALID`. */
export function checkRoleArn({ text, subject, name, at }: RoleParameter): void {
  if (isRoleArn(text)) return;
  throw planFault(subject, `${name} is not a role ARN`, {
    at,
    hint: 'Use only the ARN, without quotes or a comment, such as "arn:aws:iam::123456789012:role/name"',
  });
}

/** Fails for a parameter that AWS does not accept. @throws {AwsError} `AWS_PROFILE_INVALID`. */
export function checkLimits({ text, subject, name, at }: RoleParameter, limits: TextLimits): void {
  if (isWithin(limits, text)) return;
  const { min, max, signs } = limits;
  const { length } = text;
  const state = length < min || length > max
    ? `has ${length} character${length === 1 ? "" : "s"}`
    : "has characters that AWS does not accept";
  throw planFault(subject, `${name} ${state}`, {
    at,
    hint:
      `Use ${min} to ${max} characters (letters, digits and ${signs}) without quotes or a comment, or remove it`,
  });
}

/**
 * Fails for an external ID, a device or a duration in a profile that AWS does not accept.
 *
 * @returns The duration; undefined for none, and for anything but a whole number, which the AWS CLI ignores.
 * @throws {AwsError} `AWS_PROFILE_INVALID`.
 */
export function checkRoleSettings(profile: AwsProfile): number | undefined {
  for (const [name, limits] of [["external_id", EXTERNAL_ID], ["mfa_serial", MFA_DEVICE]] as const) {
    const parameter = settingParameter(profile, name);
    if (parameter !== undefined) checkLimits(parameter, limits);
  }
  const duration = settingParameter(profile, "duration_seconds");
  if (duration === undefined || !WHOLE_NUMBER_REGEXP.test(duration.text)) return undefined;
  const seconds = Number(duration.text.replaceAll("_", ""));
  const { min, max } = ROLE_SECONDS;
  if (seconds >= min && seconds <= max) return seconds;
  throw planFault(profileWords(profile.name), `its duration_seconds is not between ${min} and ${max}`, {
    at: duration.at,
    hint: `Use ${min} to ${max} seconds, or remove it`,
  });
}

/**
 * A setting of a profile as a parameter; undefined if it is missing.
 *
 * @throws {AwsError} `AWS_PROFILE_INVALID` for a block of settings where a text belongs.
 */
export function settingParameter(profile: AwsProfile, name: string): RoleParameter | undefined {
  const at = profile.settings.get(name);
  if (at === undefined) return undefined;
  const subject = profileWords(profile.name);
  if (at.block === undefined) return { text: at.value, subject, name: `its ${name}`, at };
  throw planFault(subject, `its ${name} is a block of settings`, {
    at,
    hint: `Write the value on the line of ${name}`,
  });
}
