import { AwsError, type AwsErrorCode, LoginError } from "../../../domain/errors/errors.ts";
import type { AmbientPlace } from "../../../domain/identity/ambient/ambient_place.ts";
import type { AmbientPlan } from "../../../domain/identity/ambient/ambient_plan.ts";
import type { Clock } from "../../../ports/time.ts";
import type { MfaProver } from "../../../ports/aws.ts";
import type { Environment } from "../../../ports/process.ts";
import { type CallWords, opening } from "../errors/error_mapping.ts";
import type { AwsAdapterOptions } from "../calls/run_call.ts";
import type { SharedProfile } from "../shared_files/shared_profile.ts";

/** Around one source of credentials that is asked. */
export interface SourceContext {
  readonly environment: Environment;
  readonly clock: Clock;
  /** The connections of this process. */
  readonly network: AwsAdapterOptions["network"];
  readonly signal: AbortSignal;
  readonly plan: AmbientPlan;
  /** The profile of the plan, for endpoints. */
  readonly profile: SharedProfile;
  /** See `AmbientOptions`. */
  readonly mfa: MfaProver | undefined;
  /** Where hints are read. */
  readonly place: AmbientPlace;
  /** How failures begin. */
  readonly words: CallWords;
}

/** Describes what credentials were looked for. @param profile Undefined where no profile is named. */
export function sourceWords(profile: string | undefined): CallWords {
  return profile === undefined
    ? { action: "get AWS credentials from the environment" }
    : { action: "get the AWS credentials of profile", subject: profile };
}

/** A failure of a source. @param state Already escaped. */
export function sourceError(
  { words }: Pick<SourceContext, "words">,
  code: AwsErrorCode,
  state: string,
  { hint, cause }: { readonly hint: string; readonly cause?: unknown },
): AwsError {
  return new AwsError(code, `${opening(words)}: ${state}`, { hint, cause });
}

/** A login of the AWS CLI that is over: only a person can log in again. @param state Already escaped. */
export function loginOver(
  { words }: Pick<SourceContext, "words">,
  state: string,
  details: { readonly hint: string; readonly cause?: unknown },
): LoginError {
  return new LoginError("LOGIN_REQUIRED", `${opening(words)}: ${state}`, details);
}
