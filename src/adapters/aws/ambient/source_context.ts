import { AwsError, LoginError } from "../../../domain/errors/errors.ts";
import { type AmbientPlace, missingHint } from "../../../domain/identity/ambient/ambient_place.ts";
import type { AmbientPlan } from "../../../domain/identity/ambient/ambient_plan.ts";
import type { MfaProver } from "../../../ports/aws.ts";
import type { Network } from "../../http/network.ts";
import type { AwsAdapterOptions } from "../calls/run_call.ts";
import { type CallWords, opening } from "../errors/error_mapping.ts";
import type { SharedProfile } from "../shared_files/shared_profile.ts";

/** The context of a credential source. */
export interface SourceContext extends AwsAdapterOptions {
  readonly network: Network;
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

/** `AWS_CREDENTIALS_MISSING`: a source has no credentials. @param state The end of the message. */
export function sourceError(
  { words }: Pick<SourceContext, "words">,
  state: string,
  hint: string,
  cause?: unknown,
): AwsError {
  return new AwsError("AWS_CREDENTIALS_MISSING", `${opening(words)}: ${state}`, { hint, cause });
}

/** `LOGIN_REQUIRED`: a login of the AWS CLI has expired. @param state The end of the message. */
export function loginOver(
  { words }: Pick<SourceContext, "words">,
  state: string,
  hint: string,
  cause?: unknown,
): LoginError {
  return new LoginError("LOGIN_REQUIRED", `${opening(words)}: ${state}`, { hint, cause });
}

/** What to do without credentials on a machine that should have them. */
export function machineHint({ place }: Pick<SourceContext, "place">): string {
  return missingHint(place === "person" ? "container" : place);
}
