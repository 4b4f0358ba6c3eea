import type { SharedFilePaths } from "../domain/aws_files/file_paths.ts";
import type { AwsCredentials } from "../domain/identity/credentials.ts";
import type { CallOptions } from "./ecr_tokens.ts";

/** A profile of the AWS files that is used in place of the environment: its variables do not count. */
export interface ProfileChoice {
  readonly name: string;
  /** The files that have it; undefined for those that the environment names. */
  readonly files?: SharedFilePaths | undefined;
}

/** What is asked for besides the environment as a whole. */
export interface AmbientOptions extends CallOptions {
  /** Undefined for the environment as a whole. */
  readonly profile?: ProfileChoice | undefined;
}

/** The credentials that the environment of the process offers: variables, shared files, web identity, container, instance. */
export interface AmbientCredentials {
  /** @throws {AwsError} `AWS_CREDENTIALS_MISSING`, `AWS_PROFILE_INVALID`, or what the source behind them answered. */
  resolve(options: AmbientOptions): Promise<AwsCredentials>;
}
