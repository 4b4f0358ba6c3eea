import assert from "node:assert/strict";
import { startFakeAws } from "../aws/fake_aws.ts";
import { assumeRoleWithWebIdentity } from "../aws/sdk_calls.ts";
import { leakChecked } from "../http/leak_checked.ts";
import { type FakeActionsOidc, startFakeActionsOidc } from "./actions_oidc.ts";

Deno.test(leakChecked("startFakeActionsOidc() issues a job token that AWS accepts", async () => {
  await using aws = await startFakeAws();
  await using actions = await startFakeActionsOidc({ algorithm: "RS256" });
  const account = "111122223333";
  const provider = aws.oidcProvider({ account, issuer: actions.issuer, audiences: ["sts.amazonaws.com"] });
  const role = aws.role({ account, name: "deploy", trusts: [provider], subjects: ["repo:acme/app:*"] });
  const response = await ask(actions, "sts.amazonaws.com");
  const { value, count } = await response.json();
  assert.equal(count, value.length);
  assert.ok(await assumeRoleWithWebIdentity(aws, { RoleArn: role.arn, WebIdentityToken: value }));
  assert.deepEqual(actions.requests[0]?.input, { "api-version": "2.0", audience: "sts.amazonaws.com" });
  assert.equal(actions.requests[0]?.outcome, "ok");
}));

Deno.test(leakChecked("startFakeActionsOidc() requires the job's request token and query", async () => {
  await using actions = await startFakeActionsOidc();
  const url = actions.environment()["ACTIONS_ID_TOKEN_REQUEST_URL"] ?? "";
  const token = actions.environment()["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] ?? "";
  const statusOf = async (address: string, authorization: string): Promise<number> => {
    const response = await fetch(address, { headers: { authorization } });
    await response.body?.cancel();
    return response.status;
  };
  assert.equal(await statusOf(url, "bearer forged"), 401);
  assert.equal(await statusOf(url, token), 401);
  assert.equal(await statusOf(url.replace(/\?.*/, ""), `Bearer ${token}`), 400);
  assert.equal(await statusOf(url, `Bearer ${token}`), 200);
}));

Deno.test(leakChecked("startFakeActionsOidc() fails according to its faults and responses", async () => {
  await using actions = await startFakeActionsOidc();
  actions.faults.add({ times: 1, effect: { kind: "error", status: 500, code: "InternalServerError" } });
  actions.faults.add({ times: 1, effect: { kind: "html" } });
  const statuses: number[] = [];
  const bodies: string[] = [];
  for (let index = 0; index < 3; index++) {
    const response = await ask(actions, "x");
    statuses.push(response.status);
    bodies.push(await response.text());
  }
  assert.deepEqual(statuses, [500, 200, 200]);
  assert.match(bodies[1] ?? "", /^<!doctype html>/);
  assert.match(bodies[2] ?? "", /"value":"eyJ/);
  actions.answer = { value: "" };
  assert.deepEqual((await (await ask(actions, "x")).json()).value, "");
}));

Deno.test(leakChecked("token() expires by the endpoint's clock", async () => {
  await using aws = await startFakeAws();
  await using actions = await startFakeActionsOidc();
  const account = "111122223333";
  const provider = aws.oidcProvider({ account, issuer: actions.issuer, audiences: ["x"] });
  const role = aws.role({ account, name: "deploy", trusts: [provider] });
  actions.clockOffsetMs = -301_000;
  const attempt = assumeRoleWithWebIdentity(aws, { RoleArn: role.arn, WebIdentityToken: actions.token("x") });
  await assert.rejects(attempt, { name: "ExpiredTokenException" });
}));

function ask(actions: FakeActionsOidc, audience: string): Promise<Response> {
  const environment = actions.environment();
  const url = new URL(environment["ACTIONS_ID_TOKEN_REQUEST_URL"] ?? "");
  url.searchParams.set("audience", audience);
  const authorization = `bearer ${environment["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]}`;
  return fetch(url, { headers: { authorization } });
}
