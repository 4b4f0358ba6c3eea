import type { AwsProfile } from "../../aws_files/aws_files.ts";
import type { AwsFileFault } from "../../aws_files/parse_aws_file.ts";
import { AwsError } from "../../errors/errors.ts";
import { didYouMean } from "../../text/nearest.ts";
import {
  EXTERNAL_ID,
  isRoleArn,
  isWithin,
  MFA_DEVICE,
  ROLE_SECONDS,
  type TextLimits,
} from "../role_parameters.ts";

/** A position in a file. */
export interface FilePlace {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** The error for AWS files or variables that cannot be used. @param state Follows `Cannot use SUBJECT: `, already escaped. */
export function planFault(
  subject: string,
  state: string,
  { at, hint }: { readonly at?: FilePlace | undefined; readonly hint: string },
): AwsError {
  return new AwsError("AWS_PROFILE_INVALID", `Cannot use ${subject}: ${state}`, {
    hint,
    position: at === undefined ? undefined : { file: at.file, line: at.line, column: 1 },
  });
}

/** The name of a profile in messages. */
export function profileWords(name: string): string {
  return `the AWS profile "${name}"`;
}

/** The error for a file that the AWS CLI rejects. */
export function fileFault({ file, line, reason }: AwsFileFault): AwsError {
  const state = line === 0 ? reason : `line ${line} ${reason}`;
  return planFault(`the AWS file "${file}"`, state, {
    at: line === 0 ? undefined : { file, line },
    hint: "Correct the file: until then, the AWS CLI cannot read either of its files",
  });
}

/** The error for a profile that was named by a variable or the user, and is in neither file. */
export function missingProfile(name: string, known: Iterable<string>): AwsError {
  return new AwsError(
    "AWS_CREDENTIALS_MISSING",
    `Cannot get the AWS credentials of profile "${name}": the AWS config and credentials files have no such profile`,
    {
      hint: `Use an existing profile for --aws-profile or AWS_PROFILE. ${
        didYouMean(name, known) ?? "The AWS files define no profiles"
      }`,
    },
  );
}

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
