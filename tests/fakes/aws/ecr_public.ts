/**
 * Amazon ECR Public: `GetAuthorizationToken`.
 *
 * Reference: https://docs.aws.amazon.com/AmazonECRPublic/latest/APIReference/API_GetAuthorizationToken.html
 *
 * @module
 */
import { headerValue } from "../http/loopback_server.ts";
import { issueToken } from "./ecr.ts";
import { JSON_PROTOCOL } from "./json_protocol.ts";
import { demandPermission, type FakeService, type Route } from "./service.ts";
import { AwsFailure, type Result } from "./wire.ts";

const TARGET_PREFIX = "SpencerFrontendService.";

/** The fake of Amazon ECR Public. */
export const ECR_PUBLIC: FakeService = {
  name: "ecr-public",
  signingName: "ecr-public",
  protocol: JSON_PROTOCOL,
  route(request): Route | undefined {
    const target = headerValue(request, "x-amz-target");
    return target?.startsWith(TARGET_PREFIX)
      ? { action: target.slice(TARGET_PREFIX.length), target }
      : undefined;
  },
  handle(call): Result {
    if (call.action !== "GetAuthorizationToken") throw new AwsFailure("unknown-action", "");
    if (call.caller.region !== "us-east-1") {
      throw new AwsFailure(
        { status: 400, code: "UnsupportedCommandException" },
        "GetAuthorizationToken command is only supported in us-east-1.",
      );
    }
    demandPermission(call, "ecr-public:GetAuthorizationToken");
    demandPermission(call, "sts:GetServiceBearerToken");
    return {
      authorizationData: issueToken(call, {
        service: "ecr-public",
        account: call.caller.credential.principal.account,
      }),
    };
  },
};
