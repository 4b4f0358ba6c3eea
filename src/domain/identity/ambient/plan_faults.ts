import type { AwsFileFault } from "../../aws_files/parse_aws_file.ts";
import { AwsError } from "../../errors/errors.ts";
import { didYouMean } from "../../text/nearest.ts";

/** Where in a file something stands. */
export interface FilePlace {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** What of the AWS files or variables cannot be used. @param state Follows `Cannot use SUBJECT: `, already escaped. */
export function planFault(
  subject: string,
  state: string,
  { at, hint }: { readonly at?: FilePlace | undefined; readonly hint: string },
): AwsError {
  return new AwsError("AWS_PROFILE_INVALID", `Cannot use ${subject}: ${state}`, {
    hint,
    ...(at === undefined ? {} : { position: { file: at.file, line: at.line, column: 1 } }),
  });
}

/** A profile as it is named in messages. */
export function profileWords(name: string): string {
  return `the AWS profile "${name}"`;
}

/** A file that the AWS CLI refuses to read. */
export function fileFault({ file, line, reason }: AwsFileFault): AwsError {
  const state = line === 0 ? reason : `line ${line} ${reason}`;
  return planFault(`the AWS file "${file}"`, state, {
    ...(line === 0 ? {} : { at: { file, line } }),
    hint: "Correct the file: until then, the AWS CLI cannot read either of its files",
  });
}

/** A profile that a variable or the user names, and that is in neither file. */
export function missingProfile(name: string, known: readonly string[]): AwsError {
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
