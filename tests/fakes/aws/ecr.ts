/**
 * Amazon ECR: `GetAuthorizationToken`.
 *
 * Reference: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html
 *
 * @module
 */
import { headerValue } from "../http/loopback_server.ts";
import { JSON_PROTOCOL } from "./json_protocol.ts";
import { registryHost } from "./partitions.ts";
import type { PasswordClaims } from "./passwords.ts";
import { type Call, demandPermission, type FakeService, type Route } from "./service.ts";
import { AwsFailure, type Result } from "./wire.ts";

const TARGET_PREFIX = "AmazonEC2ContainerRegistry_V20150921.";

/** The fake of Amazon ECR. */
export const ECR: FakeService = {
  name: "ecr",
  signingName: "ecr",
  protocol: JSON_PROTOCOL,
  route(request): Route | undefined {
    const target = headerValue(request, "x-amz-target");
    return target?.startsWith(TARGET_PREFIX)
      ? { action: target.slice(TARGET_PREFIX.length), target }
      : undefined;
  },
  handle(call): Result {
    if (call.action !== "GetAuthorizationToken") throw new AwsFailure("unknown-action", "");
    demandPermission(call, "ecr:GetAuthorizationToken");
    const { region, credential } = call.caller;
    const accounts = registryIds(call.input["registryIds"]) ?? [credential.principal.account];
    return {
      authorizationData: accounts.map((account) => ({
        ...issueToken(call, { service: "ecr", account }),
        proxyEndpoint: `https://${registryHost(account, region)}`,
      })),
    };
  },
};

/** A new token for the caller, in the two fields that ECR and ECR Public share. */
export function issueToken(call: Call, registry: Pick<PasswordClaims, "service" | "account">): Result {
  const { region, credential: { principal } } = call.caller;
  const expiresAt = call.now + call.state.tokenLifeSeconds * 1000;
  const password = call.state.passwords.issue({
    ...registry,
    region,
    principal: principal.arn,
    ...(principal.roleArn === undefined ? {} : { role: principal.roleArn }),
    callerAccount: principal.account,
    expiresAt,
  });
  // AWS gives the time as a number of seconds with milliseconds behind the point.
  return {
    authorizationToken: Buffer.from(`AWS:${password}`).toString("base64"),
    expiresAt: expiresAt / 1000,
  };
}

function registryIds(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || value.length < 1 || value.length > 10) {
    throw invalidParameter("Member must have length between 1 and 10");
  }
  return value.map((account: unknown) => {
    if (typeof account === "string" && /^\d{12}$/.test(account)) return account;
    throw invalidParameter("must satisfy regular expression '[0-9]{12}'");
  });
}

function invalidParameter(constraint: string): AwsFailure {
  return new AwsFailure(
    { status: 400, code: "InvalidParameterException" },
    `Invalid parameter at 'registryIds' failed to satisfy constraint: '${constraint}'`,
  );
}
