/**
 * AWS STS. `AssumeRole` and `AssumeRoleWithWebIdentity` have files of their own.
 *
 * Reference: https://docs.aws.amazon.com/STS/latest/APIReference/
 *
 * @module
 */
import { headerValue } from "../http/loopback_server.ts";
import { queryProtocol } from "./query_protocol.ts";
import { type Call, demandPermission, type FakeService, notAuthorized, type Route } from "./service.ts";
import { assumeRole } from "./sts_assume_role.ts";
import { durationSeconds, requiredText } from "./sts_input.ts";
import { checkMfa } from "./sts_mfa.ts";
import { credentialsResult } from "./sts_session.ts";
import { assumeRoleWithSaml } from "./sts_saml.ts";
import { assumeRoleWithWebIdentity } from "./sts_web_identity.ts";
import { AwsFailure, type Result } from "./wire.ts";

const VERSION = "2011-06-15";

const ACTIONS: Readonly<Record<string, (call: Call) => Result>> = {
  GetCallerIdentity: getCallerIdentity,
  GetSessionToken: getSessionToken,
  AssumeRole: assumeRole,
  AssumeRoot: assumeRoot,
};

/** The policies that `AssumeRoot` takes. */
const ROOT_TASKS: ReadonlySet<string> = new Set([
  "IAMAuditRootUserCredentials",
  "IAMCreateRootUserPassword",
  "IAMDeleteRootUserCredentials",
  "S3UnlockBucketPolicy",
  "SQSUnlockQueuePolicy",
]);

/** The fake of AWS STS. */
export const STS: FakeService = {
  name: "sts",
  signingName: "sts",
  protocol: queryProtocol(`https://sts.amazonaws.com/doc/${VERSION}/`),
  route(request): Route | undefined {
    const type = headerValue(request, "content-type") ?? "";
    if (!type.startsWith("application/x-www-form-urlencoded")) return undefined;
    const form = new URLSearchParams(new TextDecoder().decode(request.body));
    const action = form.get("Action");
    return action !== null && form.get("Version") === VERSION ? { action, target: action } : undefined;
  },
  unsigned: { AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity, AssumeRoleWithSAML: assumeRoleWithSaml },
  handle(call): Result {
    const action = Object.hasOwn(ACTIONS, call.action) ? ACTIONS[call.action] : undefined;
    if (action === undefined) {
      throw new AwsFailure(
        "unknown-action",
        `Could not find operation ${call.action} for version ${VERSION}`,
      );
    }
    return action(call);
  },
};

/** Needs no permission, and works with every kind of credentials. */
function getCallerIdentity(call: Call): Result {
  const { arn, userId, account } = call.caller.credential.principal;
  return { Arn: arn, UserId: userId, Account: account };
}

function getSessionToken(call: Call): Result {
  const { credential } = call.caller;
  if (credential.origin !== "long-lived") {
    throw new AwsFailure("denied", "Cannot call GetSessionToken with session credentials");
  }
  const hasMfa = checkMfa(call);
  // No permission is asked for: no policy can deny this action.
  const seconds = durationSeconds(call.input, { min: 900, max: 129_600, default: 43_200 });
  const expiresAt = call.now + seconds * 1000;
  return {
    Credentials: credentialsResult(
      call.state.principals.issueSession(credential.principal, {
        origin: "GetSessionToken",
        expiresAt,
        hasMfa,
      }),
    ),
  };
}

function assumeRoot(call: Call): Result {
  const { principals } = call.state;
  const { principal, origin } = call.caller.credential;
  const target = requiredText(call.input, "TargetPrincipal");
  const task = requiredText(call.input, "TaskPolicyArn.arn");
  const seconds = durationSeconds(call.input, { min: 0, max: 900, default: 900 });
  const account = /^(?:arn:[a-z-]+:iam::)?(\d{12})(?::root)?$/.exec(target)?.[1];
  const resource = `arn:${principals.partitionOf(account ?? target)}:iam::${account ?? target}:root`;
  // GetSessionToken's credentials may call AssumeRole and GetCallerIdentity and no more of STS.
  const isAllowed = account !== undefined && principals.manages(principal.account, account) &&
    origin !== "GetSessionToken" && principal.kind !== "root-session";
  if (!isAllowed) throw new AwsFailure("denied", notAuthorized(principal.arn, "sts:AssumeRoot", resource));
  demandPermission(call, "sts:AssumeRoot", resource);
  const taskName = /^arn:[a-z-]+:iam::aws:policy\/root-task\/(\w+)$/.exec(task)?.[1];
  if (taskName === undefined || !ROOT_TASKS.has(taskName)) {
    throw new AwsFailure({ status: 400, code: "ValidationError" }, `Invalid TaskPolicyArn: ${task}`);
  }
  const expiresAt = call.now + seconds * 1000;
  const credential = principals.issueSession(principals.rootSession(account), {
    origin: "AssumeRoot",
    expiresAt,
  });
  return { Credentials: credentialsResult(credential) };
}
