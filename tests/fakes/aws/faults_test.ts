import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { GetAuthorizationTokenCommand } from "@aws-sdk/client-ecr";
import { leakChecked } from "../http/leak_checked.ts";
import { type FakeAws, type Keys, startFakeAws } from "./fake_aws.ts";
import type { FaultEffect } from "./faults.ts";
import { getTokens } from "./sdk_calls.ts";
import { SdkClients } from "./sdk_clients.ts";

const ECR_REQUEST = {
  method: "POST",
  headers: { "x-amz-target": "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken" },
  body: "{}",
};

Deno.test(leakChecked("faults.add() gives errors in the protocol of each service, with headers", async () => {
  await using aws = await startFakeAws();
  const headers = { "retry-after": "7" };
  aws.faults.add({
    effect: { kind: "error", status: 429, code: "TooManyRequests", message: "<slow>", headers },
  });
  const ecr = await fetch(aws.url, ECR_REQUEST);
  assert.equal(ecr.status, 429);
  assert.equal(ecr.headers.get("retry-after"), "7");
  assert.ok(ecr.headers.has("date"));
  assert.deepEqual(await ecr.json(), { __type: "TooManyRequests", message: "<slow>" });
  const body = new URLSearchParams({ Action: "GetCallerIdentity", Version: "2011-06-15" });
  const sts = await fetch(aws.url, { method: "POST", body });
  assert.equal(sts.status, 429);
  assert.match(await sts.text(), /<Code>TooManyRequests<\/Code><Message>&lt;slow&gt;<\/Message>/);
}));

Deno.test(leakChecked("faults.add() adds delays up, and stops at the first other effect", async () => {
  await using aws = await startFakeAws();
  const delay = aws.faults.add({ effect: { kind: "delay", ms: 1 } });
  const first = aws.faults.add({ effect: { kind: "error", status: 500, code: "First" }, times: 1 });
  const second = aws.faults.add({ effect: { kind: "error", status: 500, code: "Second" } });
  await assert.rejects(getTokens(aws, newUser(aws)), { name: "First" });
  await assert.rejects(getTokens(aws, newUser(aws)), { name: "Second" });
  assert.deepEqual([delay.struck, first.struck, second.struck], [2, 1, 1]);
  second.remove();
  assert.equal((await getTokens(aws, newUser(aws))).length, 1);
  aws.faults.add({ effect: { kind: "close" } });
  aws.faults.clear();
  assert.equal((await getTokens(aws, newUser(aws))).length, 1);
}));

Deno.test(leakChecked("faults.add() strikes only what its filters name", async () => {
  await using aws = await startFakeAws();
  using sdk = new SdkClients(aws);
  const role = aws.role({ account: "111122223333", name: "pull", trusts: [] });
  const keys = aws.session(role, { name: "test" });
  const effect: FaultEffect = { kind: "error", status: 500, code: "Injected" };
  const isStruck = async (): Promise<boolean> =>
    await sdk.ecr(keys).send(new GetAuthorizationTokenCommand({})).then(() => false, () => true);
  const rules = [
    [{ service: "ecr" }, true],
    [{ service: "ecr-public" }, false],
    [{ action: "GetAuthorizationToken" }, true],
    [{ action: "AssumeRole" }, false],
    [{ region: "us-east-1" }, true],
    [{ region: "eu-west-1" }, false],
    [{ account: "111122223333" }, true],
    [{ account: "444455556666" }, false],
    [{ principal: keys.arn }, true],
    [{ principal: role.arn }, true],
    [{ principal: "arn:aws:iam::111122223333:user/ci" }, false],
    [{ service: "ecr", region: "eu-west-1" }, false],
    [{ times: 0 }, false],
  ] as const;
  for (const [rule, expected] of rules) {
    const fault = aws.faults.add({ ...rule, effect });
    assert.equal(await isStruck(), expected, JSON.stringify(rule));
    fault.remove();
  }
}));

Deno.test(leakChecked("faults.add() leaves real errors as they are", async () => {
  await using aws = await startFakeAws();
  aws.faults.add({ effect: { kind: "truncate" } });
  const response = await fetch(aws.url, ECR_REQUEST);
  assert.equal((await response.json()).__type, "MissingAuthenticationTokenException");
  assert.equal(aws.requests[0]?.outcome, "MissingAuthenticationTokenException");
}));

Deno.test(leakChecked("faults.limit() throttles each account and region by its own bucket", async () => {
  await using aws = await startFakeAws();
  using sdk = new SdkClients(aws);
  aws.faults.limit({ service: "ecr", action: "GetAuthorizationToken", burst: 2, perSecond: 0 });
  const ask = async (account: string, region: string): Promise<string> => {
    const keys = aws.user({ account, name: crypto.randomUUID() });
    const client = sdk.ecr(keys, { region });
    return await client.send(new GetAuthorizationTokenCommand({})).then(
      () => "ok",
      (error) => `${error.name}`,
    );
  };
  const outcomes = [];
  for (let round = 0; round < 3; round++) outcomes.push(await ask("111122223333", "us-east-1"));
  assert.deepEqual(outcomes, ["ok", "ok", "ThrottlingException"]);
  assert.equal(await ask("444455556666", "us-east-1"), "ok");
  assert.equal(await ask("111122223333", "eu-west-1"), "ok");
}));

Deno.test(leakChecked("faults.limit() fills the bucket again with time", async () => {
  await using aws = await startFakeAws();
  aws.faults.limit({ service: "ecr", action: "GetAuthorizationToken", burst: 1, perSecond: 50 });
  await getTokens(aws, newUser(aws));
  await sleep(40);
  assert.equal((await getTokens(aws, newUser(aws))).length, 1);
}));

function newUser(aws: FakeAws): Keys {
  return aws.user({ account: "111122223333", name: "ci" });
}
