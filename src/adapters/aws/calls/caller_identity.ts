import { AwsError } from "../../../domain/errors/errors.ts";
import type { CallerIdentity } from "../../../ports/aws.ts";
import { type CallWords, opening } from "../errors/error_mapping.ts";

/** The response of GetCallerIdentity. */
export interface CallerIdentityAnswer {
  readonly Account?: string | undefined;
  readonly Arn?: string | undefined;
  readonly UserId?: string | undefined;
}

/** Parses the principal of credentials. @throws {AwsError} `AWS_RESPONSE_INVALID` if a field is missing. */
export function readCallerIdentity(
  { Account: account, Arn: arn, UserId: userId }: CallerIdentityAnswer,
  call: CallWords,
): CallerIdentity {
  if (account && arn && userId) return { account, arn, userId };
  throw new AwsError(
    "AWS_RESPONSE_INVALID",
    `${opening(call)}: the STS response is incomplete`,
    { hint: "Check AWS_ENDPOINT_URL and proxies, then try again" },
  );
}
