import { AwsError, type AwsErrorCode, LoginError } from "../../../domain/errors/errors.ts";
import type { AmbientPlace } from "../../../domain/identity/ambient/ambient_place.ts";
import type { AmbientPlan } from "../../../domain/identity/ambient/ambient_plan.ts";
import type { Clock } from "../../../ports/time.ts";
import type { MfaProver } from "../../../ports/aws.ts";
import type { Environment } from "../../../ports/process.ts";
import { type CallWords, opening } from "../errors/error_mapping.ts";
import type { AwsAdapterOptions } from "../calls/run_call.ts";
import type { SharedProfile } from "../shared_files/shared_profile.ts";

/** The context of a credential source. */
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
  /** Where hints are shown. */
  readonly place: AmbientPlace;
  /** The start of failure messages. */
  readonly words: CallWords;
}

/** Describes the credentials that were searched for. @param profile Undefined if no profile is named. */
export function sourceWords(profile: string | undefined): CallWords {
  return profile === undefined
    ? { action: "get AWS credentials from the environment" }
    : { action: "get the AWS credentials of profile", subject: profile };
}

/** A failure of a source. @param state Must be escaped. */
export function sourceError(
  { words }: Pick<SourceContext, "words">,
  code: AwsErrorCode,
  state: string,
  { hint, cause }: { readonly hint: string; readonly cause?: unknown },
): AwsError {
  return new AwsError(code, `${opening(words)}: ${state}`, { hint, cause });
}

/** An expired login of the AWS CLI: the user must log in again. @param state Must be escaped. */
export function loginOver(
  { words }: Pick<SourceContext, "words">,
  state: string,
  details: { readonly hint: string; readonly cause?: unknown },
): LoginError {
  return new LoginError("LOGIN_REQUIRED", `${opening(words)}: ${state}`, details);
}
