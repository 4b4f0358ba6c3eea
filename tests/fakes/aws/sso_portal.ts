/**
 * The portal of IAM Identity Center, `sso` to the SDKs: accounts, roles and their credentials for who has an access token.
 *
 * Reference: https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/
 *
 * @module
 */
import { headerValue } from "../http/loopback_server.ts";
import type { IdentityCenter } from "./identity_center.ts";
import { restJsonProtocol, restRoutes } from "./rest_json_protocol.ts";
import type { FakeService, UnsignedCall } from "./service.ts";
import { AwsFailure, type Input, type Result, type ResultValue } from "./wire.ts";

/** The fake of the portal. */
export const SSO_PORTAL: FakeService = {
  name: "sso",
  signingName: "awsssoportal",
  protocol: restJsonProtocol((code, message) => ({
    message,
    __type: `com.amazonaws.switchboard.portal#${code}`,
  })),
  route: restRoutes({
    "GET /assignment/accounts": "ListAccounts",
    "GET /assignment/roles": "ListAccountRoles",
    "GET /federation/credentials": "GetRoleCredentials",
    "POST /logout": "Logout",
  }),
  unsigned: {
    ListAccounts: listAccounts,
    ListAccountRoles: listAccountRoles,
    GetRoleCredentials: getRoleCredentials,
    Logout: logout,
  },
  handle(): never {
    throw new AwsFailure("unknown-action", "No action of the portal takes a signature");
  },
};

function listAccounts(call: UnsignedCall): Result {
  const center = signedIn(call).center;
  const accounts = new Map(center.assignments.map(({ account }) => [account.id, account]));
  const list = [...accounts.values()].map(({ id, name }) => ({
    accountId: id,
    accountName: name,
    emailAddress: `aws+${id}@example.com`,
  }));
  const { page, nextToken } = pageOf(list, center, call.input);
  return { accountList: page, nextToken };
}

function listAccountRoles(call: UnsignedCall): Result {
  const center = signedIn(call).center;
  const accountId = requiredText(call.input, "account_id");
  const list = assignmentsIn(center, accountId).map(({ roleName }) => ({ roleName, accountId }));
  const { page, nextToken } = pageOf(list, center, call.input);
  return { roleList: page, nextToken };
}

function getRoleCredentials(call: UnsignedCall): Result {
  const center = signedIn(call).center;
  const accountId = requiredText(call.input, "account_id");
  const roleName = requiredText(call.input, "role_name");
  const assignment = assignmentsIn(center, accountId).find((each) => each.roleName === roleName);
  if (assignment === undefined) {
    throw new AwsFailure({ status: 403, code: "ForbiddenException" }, "No access");
  }
  const { principals } = call.state;
  const principal = principals.roleSession(assignment.role, center.user);
  const expiration = call.now + assignment.lifeSeconds * 1000;
  const credential = principals.issueSession(principal, { origin: "AssumeRole", expiresAt: expiration });
  return {
    roleCredentials: {
      accessKeyId: credential.accessKeyId,
      secretAccessKey: credential.secretAccessKey,
      sessionToken: credential.sessionToken,
      // Milliseconds, unlike everywhere else in AWS.
      expiration,
    },
  };
}

function logout(call: UnsignedCall): Result {
  const { center, accessToken } = signedIn(call);
  center.sessions.end(accessToken);
  return {};
}

/** @throws {AwsFailure} Without an access token that is good now. */
function signedIn(
  { request, state, now }: UnsignedCall,
): { readonly center: IdentityCenter; readonly accessToken: string } {
  const accessToken = headerValue(request, "x-amz-sso_bearer_token") ?? "";
  const center = state.identityCenters.find(({ sessions }) => sessions.isValid(accessToken, now));
  if (center === undefined) {
    throw new AwsFailure(
      { status: 401, code: "UnauthorizedException" },
      "Session token not found or invalid",
    );
  }
  return { center, accessToken };
}

/** @throws {AwsFailure} When the person has nothing in the account. */
function assignmentsIn(center: IdentityCenter, accountId: string): IdentityCenter["assignments"] {
  const assignments = center.assignments.filter(({ account }) => account.id === accountId);
  if (assignments.length > 0) return assignments;
  throw new AwsFailure({ status: 404, code: "ResourceNotFoundException" }, "The account was not found");
}

/** One page, and the token that leads to the next: `after-2`. Clients must not read it. */
function pageOf<Item extends ResultValue>(
  list: readonly Item[],
  center: IdentityCenter,
  { next_token: token = "after-0", max_result: wanted = "1000" }: Input,
): { readonly page: readonly Item[]; readonly nextToken: string | undefined } {
  const start = Number(/^after-(\d+)$/.exec(String(token))?.[1] ?? NaN);
  if (!(start <= list.length)) throw invalidRequest("next_token");
  if (!/^[1-9]\d*$/.test(String(wanted))) throw invalidRequest("max_result");
  const end = start + Math.min(Number(wanted), center.pageSize);
  return { page: list.slice(start, end), nextToken: end < list.length ? `after-${end}` : undefined };
}

function requiredText(input: Input, name: string): string {
  const value = input[name];
  if (typeof value === "string" && value !== "") return value;
  throw invalidRequest(name);
}

function invalidRequest(name: string): AwsFailure {
  return new AwsFailure({ status: 400, code: "InvalidRequestException" }, `Invalid ${name} provided`);
}
