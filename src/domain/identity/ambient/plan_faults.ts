import type { AwsFileFault } from "../../aws_files/parse_aws_file.ts";
import { AwsError } from "../../errors/errors.ts";
import { didYouMean } from "../../text/nearest.ts";

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
