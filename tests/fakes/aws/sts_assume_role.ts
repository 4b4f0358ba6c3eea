import { isTrusted } from "./principals.ts";
import { type Call, demandPermission, notAuthorized } from "./service.ts";
import { demandPattern, durationSeconds, requiredText } from "./sts_input.ts";
import { checkMfa } from "./sts_mfa.ts";
import { credentialsResult } from "./sts_session.ts";
import { sessionTags } from "./sts_tags.ts";
import { AwsFailure, type Result } from "./wire.ts";

const CHAINED_MAX_SECONDS = 3600;

/**
 * `AssumeRole`: form first, then trust, then the limits that only the trusted are told of.
 *
 * Reference: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function assumeRole(call: Call): Result {
  const { principals } = call.state;
  const { principal, origin } = call.caller.credential;
  const roleArn = requiredText(call.input, "RoleArn");
  const sessionName = requiredText(call.input, "RoleSessionName");
  demandPattern(sessionName, "RoleSessionName", /^[\w+=,.@-]{2,64}$/);
  const seconds = durationSeconds(call.input, { min: 900, max: 43_200, default: 3600 });
  if (!/^arn:[a-z-]+:iam::\d{12}:role\/.+$/.test(roleArn)) {
    throw new AwsFailure({ status: 400, code: "ValidationError" }, `${roleArn} is invalid`);
  }
  if (principal.kind === "root-session") {
    throw new AwsFailure("denied", "Roles may not be assumed by root accounts.");
  }
  const hasMfa = checkMfa(call);
  const role = principals.findRole(roleArn);
  // A role that does not exist looks like one that does not trust the caller; so do a wrong external ID and no second factor.
  const isExternalIdRight = role?.externalId === undefined || role.externalId === call.input["ExternalId"];
  const isMfaRight = hasMfa || role?.requiresMfa !== true;
  if (role === undefined || !isTrusted(role, principal) || !isExternalIdRight || !isMfaRight) {
    throw new AwsFailure("denied", notAuthorized(principal.arn, "sts:AssumeRole", roleArn));
  }
  demandPermission(call, "sts:AssumeRole", roleArn);
  const tags = sessionTags(call, roleArn);
  // Session credentials of a user count as a role here, reported in mmmorris1975/aws-runas#11.
  if (origin !== "long-lived" && seconds > CHAINED_MAX_SECONDS) {
    throw durationError(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    );
  }
  if (seconds > role.maxSessionDuration) {
    throw durationError("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
  const session = principals.roleSession(role, sessionName);
  const credential = principals.issueSession(session, {
    origin: "AssumeRole",
    expiresAt: call.now + seconds * 1000,
    hasMfa,
    ...tags,
  });
  return {
    Credentials: credentialsResult(credential),
    AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
  };
}

function durationError(message: string): AwsFailure {
  return new AwsFailure({ status: 400, code: "ValidationError" }, message);
}
