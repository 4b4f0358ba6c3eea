import assert from "node:assert/strict";
import { leakChecked } from "../http/leak_checked.ts";
import { type FakeAws, type Keys, startFakeAws } from "./fake_aws.ts";
import type { IdentityCenter } from "./identity_center.ts";
import { getPassword, whoAmI } from "./sdk_calls.ts";
import { portal, post, startDevice, type WireAnswer } from "./sso_calls.ts";
import { GRANT_TYPES } from "./sso_clients.ts";

const START_URL = "https://acme.awsapps.com/start";
const DEV = { id: "111122223333", name: "dev" };

Deno.test(leakChecked("identityCenter() gives keys that sign as the person's role", async () => {
  await using aws = await startFakeAws();
  const center = aws.identityCenter({ startUrl: START_URL });
  const role = center.assign(DEV, "Pull", { lifeSeconds: 900 });
  const { poll } = await startDevice(aws, START_URL);
  const { body: { accessToken } } = await poll();
  const { body } = await credentials(aws, String(accessToken), "account_id=111122223333&role_name=Pull");
  const { expiration, ...keys } = JSON.parse(JSON.stringify(body["roleCredentials"]));
  assert.ok(Math.abs(expiration - Date.now() - 900_000) < 30_000, "milliseconds");
  const { Arn } = await whoAmI(aws, { ...keys, arn: "" });
  assert.match(
    Arn ?? "",
    /^arn:aws:sts::111122223333:assumed-role\/AWSReservedSSO_Pull_[0-9a-f]{16}\/alice@example\.com$/,
  );
  assert.ok(await getPassword(aws, keys));
  assert.equal(aws.revoke(role.arn), 1);
  await assert.rejects(whoAmI(aws, keys as Keys), { name: "InvalidClientTokenId" });
}));

Deno.test(leakChecked("identityCenter() shows accounts and roles in pages", async () => {
  await using aws = await startFakeAws();
  const center = aws.identityCenter({ startUrl: START_URL });
  for (const id of ["111122223333", "444455556666", "777788889999"]) {
    center.assign({ id, name: "twin" }, "Pull");
  }
  for (const role of ["Push", "Admin"]) center.assign({ id: DEV.id, name: "twin" }, role);
  const { accessToken } = center.issueSession();
  const first = await portal(aws, "/assignment/accounts", { accessToken });
  assert.deepEqual(first.body["accountList"], [
    { accountId: "111122223333", accountName: "twin", emailAddress: "aws+111122223333@example.com" },
    { accountId: "444455556666", accountName: "twin", emailAddress: "aws+444455556666@example.com" },
  ]);
  const next = new URLSearchParams({ next_token: String(first.body["nextToken"]) });
  const second = await portal(aws, `/assignment/accounts?${next}`, { accessToken });
  assert.deepEqual(second.body, {
    accountList: [{
      accountId: "777788889999",
      accountName: "twin",
      emailAddress: "aws+777788889999@example.com",
    }],
  });
  const roles = await portal(aws, "/assignment/roles?account_id=111122223333&max_result=1", { accessToken });
  assert.deepEqual(roles.body["roleList"], [{ roleName: "Pull", accountId: "111122223333" }]);
  center.pageSize = 100;
  const all = await portal(aws, "/assignment/roles?account_id=111122223333", { accessToken });
  assert.deepEqual(all.body, {
    roleList: ["Pull", "Push", "Admin"].map((roleName) => ({ roleName, accountId: "111122223333" })),
  });
  for (const query of ["next_token=bogus", "next_token=after-99", "max_result=0", "max_result=x"]) {
    const { status, code } = await portal(aws, `/assignment/accounts?${query}`, { accessToken });
    assert.deepEqual([status, code], [400, "InvalidRequestException"], query);
  }
}));

Deno.test(leakChecked("identityCenter() rejects invalid access tokens", async () => {
  await using aws = await startFakeAws();
  const center = aws.identityCenter({ startUrl: START_URL });
  center.assign(DEV, "Pull");
  const attempt = (accessToken: string): Promise<WireAnswer> =>
    portal(aws, "/assignment/accounts", { accessToken });
  const refused: WireAnswer = {
    status: 401,
    code: "UnauthorizedException",
    body: {
      message: "Session token not found or invalid",
      __type: "com.amazonaws.switchboard.portal#UnauthorizedException",
    },
  };
  const session = center.issueSession();
  assert.deepEqual(await attempt("forged"), refused);
  assert.deepEqual(await attempt(session.refreshToken), refused);
  assert.deepEqual(await attempt(center.issueSession({ lifeSeconds: -1 }).accessToken), refused);
  assert.equal((await attempt(session.accessToken)).status, 200);
  assert.equal(center.expireAccessTokens(), 1);
  assert.deepEqual(await attempt(session.accessToken), refused);
  const revoked = center.issueSession();
  center.revokeAccessTokens();
  assert.deepEqual(await attempt(revoked.accessToken), refused);
  const late = center.issueSession();
  aws.clockOffsetMs = 3601_000;
  assert.deepEqual(await attempt(late.accessToken), refused);
}));

Deno.test(leakChecked("identityCenter() ends a session and its refresh token at logout", async () => {
  await using aws = await startFakeAws();
  const center = aws.identityCenter({ startUrl: START_URL });
  const { accessToken, refreshToken, clientId, clientSecret } = center.issueSession();
  const logout = (): Promise<WireAnswer> => portal(aws, "/logout", { accessToken, method: "POST" });
  assert.deepEqual(await logout(), { status: 200, code: null, body: {} });
  assert.equal((await logout()).code, "UnauthorizedException");
  const input = { clientId, clientSecret, refreshToken, grantType: GRANT_TYPES.refresh };
  assert.equal((await post(aws, "/token", input)).code, "InvalidGrantException");
}));

Deno.test(leakChecked("identityCenter() gives no keys for what the person may not use", async () => {
  await using aws = await startFakeAws();
  const center = aws.identityCenter({ startUrl: START_URL });
  center.assign(DEV, "Pull");
  const { accessToken } = center.issueSession();
  const codeOf = async (query: string): Promise<readonly unknown[]> => {
    const { status, code, body } = await credentials(aws, accessToken, query);
    return [status, code, body["message"]];
  };
  const forbidden = [403, "ForbiddenException", "No access"];
  assert.deepEqual(await codeOf("account_id=111122223333&role_name=Admin"), forbidden);
  assert.equal((await codeOf("account_id=444455556666&role_name=Pull"))[0], 404);
  assert.equal((await codeOf("account_id=111122223333"))[0], 400);
  center.assign(DEV, "Push");
  center.unassign(DEV.id, "Pull");
  assert.deepEqual(await codeOf("account_id=111122223333&role_name=Pull"), forbidden);
}));

Deno.test(leakChecked("identityCenter() keeps instances apart", async () => {
  await using aws = await startFakeAws();
  const one = aws.identityCenter({ startUrl: START_URL });
  const two = aws.identityCenter({ startUrl: "https://beta.awsapps.com/start", user: "bob" });
  one.assign(DEV, "Pull");
  two.assign({ id: "444455556666", name: "prod" }, "Pull");
  const accountsOf = async ({ accessToken }: ReturnType<IdentityCenter["issueSession"]>): Promise<unknown> =>
    JSON.stringify((await portal(aws, "/assignment/accounts", { accessToken })).body["accountList"]);
  assert.match(String(await accountsOf(one.issueSession())), /^\[\{"accountId":"111122223333"[^[]*\]$/);
  assert.match(String(await accountsOf(two.issueSession())), /^\[\{"accountId":"444455556666"[^[]*\]$/);
}));

Deno.test(leakChecked("startFakeAws() throttles and breaks the SSO services in their protocol", async () => {
  await using aws = await startFakeAws();
  const center = aws.identityCenter({ startUrl: START_URL });
  const { accessToken } = center.issueSession();
  aws.faults.limit({ service: "sso", action: "ListAccounts", burst: 1, perSecond: 0 });
  assert.equal((await portal(aws, "/assignment/accounts", { accessToken })).status, 200);
  const throttled = await portal(aws, "/assignment/accounts", { accessToken });
  assert.deepEqual([throttled.status, throttled.code], [429, "TooManyRequestsException"]);
  const effect = { kind: "error", status: 400, code: "SlowDownException", message: "wait" } as const;
  aws.faults.add({ service: "sso-oidc", action: "CreateToken", times: 1, effect });
  assert.deepEqual(await post(aws, "/token", {}), {
    status: 400,
    code: "SlowDownException",
    body: { error: "slow_down", error_description: "wait" },
  });
  aws.faults.add({
    service: "sso-oidc",
    times: 1,
    effect: { kind: "error", status: 500, code: "InternalServerException" },
  });
  assert.equal((await post(aws, "/client/register", {})).body["error"], "server_error");
  assert.equal((await post(aws, "/token", [])).body["error"], "invalid_request");
  aws.faults.add({ service: "sso", effect: { kind: "reset" } });
  await assert.rejects(portal(aws, "/assignment/accounts", { accessToken }), TypeError);
}));

function credentials(aws: FakeAws, accessToken: string, query: string): Promise<WireAnswer> {
  return portal(aws, `/federation/credentials?${query}`, { accessToken });
}
