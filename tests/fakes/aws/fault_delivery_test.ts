import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type AuthorizationData,
  type ECRServiceException,
  GetAuthorizationTokenCommand,
} from "@aws-sdk/client-ecr";
import { GetAuthorizationTokenCommand as GetPublicToken } from "@aws-sdk/client-ecr-public";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { leakChecked } from "../http/leak_checked.ts";
import { startLoopbackServer } from "../http/loopback_server.ts";
import { type FakeAws, type Keys, startFakeAws } from "./fake_aws.ts";
import type { FaultEffect, TokenChange } from "./faults.ts";
import { getTokens } from "./sdk_calls.ts";
import { SdkClients } from "./sdk_clients.ts";

const ECR_REQUEST = {
  method: "POST",
  headers: { "x-amz-target": "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken" },
  body: "{}",
};

Deno.test(leakChecked("faults.add() delays the real answer", async () => {
  await using aws = await startFakeAws();
  aws.faults.add({ effect: { kind: "delay", ms: 60 } });
  const before = performance.now();
  assert.equal((await getTokens(aws, newUser(aws))).length, 1);
  assert.ok(performance.now() - before >= 55);
  assert.equal(aws.requests[0]?.outcome, "ok");
}));

Deno.test(leakChecked("faults.add() breaks the connection before the headers", async () => {
  await using aws = await startFakeAws();
  for (const [kind, message] of [["close", /socket hang up/], ["reset", /ECONNRESET/]] as const) {
    const fault = aws.faults.add({ effect: { kind } });
    await assert.rejects(getTokens(aws, newUser(aws)), { code: "ECONNRESET", message });
    assert.equal(aws.requests.at(-1)?.outcome, `fault:${kind}`);
    fault.remove();
  }
}));

Deno.test(leakChecked("faults.add() breaks the connection in the middle of the body", async () => {
  await using aws = await startFakeAws();
  for (const how of ["close", "reset"] as const) {
    const fault = aws.faults.add({ effect: { kind: "cut", how } });
    const response = await signedFetch(aws);
    assert.equal(response.status, 200);
    assert.ok(Number(response.headers.get("content-length")) > 1000);
    await assert.rejects(response.text());
    await assert.rejects(getTokens(aws, newUser(aws)), { code: "ECONNRESET" });
    fault.remove();
  }
}));

Deno.test(leakChecked("faults.add() returns 200 with an invalid body", async () => {
  await using aws = await startFakeAws();
  const cases = [
    [{ kind: "html" }, /^<!doctype html>/],
    [{ kind: "empty-body" }, /^$/],
    [{ kind: "truncate" }, /^\{"authorizationData":\[\{"authorizationToken":"[A-Za-z0-9]+$/],
  ] as const;
  for (const [effect, body] of cases) {
    const fault = aws.faults.add({ effect });
    const response = await signedFetch(aws);
    assert.equal(response.status, 200);
    assert.match(await response.text(), body);
    fault.remove();
  }
}));

Deno.test(leakChecked("faults.add() redirects, and the SDK does not follow", async () => {
  await using aws = await startFakeAws();
  let arrived = 0;
  const target = await startLoopbackServer((exchange) => {
    arrived++;
    exchange.reply({ status: 200, headers: {}, body: "{}" });
    return Promise.resolve();
  });
  for (const status of [301, 302, 303, 307, 308] as const) {
    const fault = aws.faults.add({
      effect: { kind: "redirect", status, location: `${target.url}/elsewhere` },
    });
    const response = await fetch(aws.url, { ...ECR_REQUEST, redirect: "manual" });
    await response.body?.cancel();
    assert.equal(response.status, status);
    assert.equal(response.headers.get("location"), `${target.url}/elsewhere`);
    await assert.rejects(
      getTokens(aws, newUser(aws)),
      (error: ECRServiceException) => error.$metadata.httpStatusCode === status,
    );
    fault.remove();
  }
  await target.close();
  assert.equal(arrived, 0);
}));

Deno.test(leakChecked("faults.add() changes the token of ECR in every way", async () => {
  await using aws = await startFakeAws();
  const seen = async (change: TokenChange): Promise<Partial<AuthorizationData> | undefined> => {
    const fault = aws.faults.add({ service: "ecr", effect: { kind: "token", change } });
    const tokens = await getTokens(aws, newUser(aws)).finally(() => fault.remove());
    return tokens[0];
  };
  assert.equal(await seen("empty-list"), undefined);
  assert.equal(await seen("no-list"), undefined);
  assert.equal((await seen("no-token"))?.authorizationToken, undefined);
  assert.throws(() => atob("%%%not base64%%%"));
  assert.equal((await seen("bad-base64"))?.authorizationToken, "%%%not base64%%%");
  assert.equal(atob((await seen("no-colon"))?.authorizationToken ?? ""), "AWS");
  assert.ok(Number((await seen("expired"))?.expiresAt) < Date.now());
  assert.equal((await seen("no-expiry"))?.expiresAt, undefined);
  await assert.rejects(seen("nan-expiry"), /NaN/);
  const endpoint = "https://registry.example";
  aws.faults.add({ effect: { kind: "token", change: "foreign-endpoint", endpoint } });
  assert.equal((await getTokens(aws, newUser(aws)))[0]?.proxyEndpoint, endpoint);
}));

Deno.test(leakChecked("faults.add() changes the token of ECR Public and leaves STS alone", async () => {
  await using aws = await startFakeAws();
  using sdk = new SdkClients(aws);
  const user = aws.user({ account: "111122223333", name: "ci" });
  const token = aws.faults.add({ effect: { kind: "token", change: "empty-list" } });
  const answer = await sdk.ecrPublic(user).send(new GetPublicToken({}));
  assert.deepEqual(answer.authorizationData, {});
  assert.equal((await sdk.sts(user).send(new GetCallerIdentityCommand({}))).Arn, user.arn);
  assert.equal(token.struck, 2);
}));

Deno.test(leakChecked("faults.add() drips, and the answer is whole in the end", async () => {
  await using aws = await startFakeAws();
  using sdk = new SdkClients(aws);
  const user = aws.user({ account: "111122223333", name: "ci" });
  for (const from of ["headers", "body"] as const) {
    const fault = aws.faults.add({ effect: { kind: "drip", from, intervalMs: 0 } });
    assert.equal((await sdk.sts(user).send(new GetCallerIdentityCommand({}))).Arn, user.arn);
    fault.remove();
  }
}));

Deno.test(leakChecked("faults.add() never responds, until the client gives up", async () => {
  await using aws = await startFakeAws();
  const endless: readonly FaultEffect[] = [
    { kind: "hang" },
    { kind: "delay", ms: 600_000 },
    { kind: "drip", from: "headers", intervalMs: 600_000 },
    { kind: "drip", from: "body", intervalMs: 600_000 },
    { kind: "flood", bytes: Infinity },
  ];
  for (const effect of endless) {
    const fault = aws.faults.add({ effect });
    const client = new AbortController();
    const arrived = aws.requests.length + 1;
    const answer = getTokens(aws, newUser(aws), { abortSignal: client.signal });
    const rejection = assert.rejects(answer, { name: "AbortError" }, effect.kind);
    while (aws.requests.length < arrived) await sleep(1);
    await sleep(5);
    client.abort();
    await rejection;
    assert.equal(aws.requests.at(-1)?.outcome, `fault:${effect.kind}`);
    fault.remove();
  }
}));

Deno.test(leakChecked("faults.add() sends the given number of bytes", async () => {
  await using aws = await startFakeAws();
  aws.faults.add({ effect: { kind: "flood", bytes: 1024 * 1024 } });
  const response = await fetch(aws.url, ECR_REQUEST);
  assert.equal((await response.bytes()).byteLength, 1024 * 1024);
}));

function newUser(aws: FakeAws): Keys {
  return aws.user({ account: "111122223333", name: "ci" });
}

/** The raw answer to a request that the SDK has signed. */
async function signedFetch(aws: FakeAws): Promise<Response> {
  using sdk = new SdkClients(aws);
  const client = sdk.ecr(newUser(aws));
  let response: Promise<Response> | undefined;
  client.middlewareStack.add(() => (args) => {
    const request: unknown = args.request;
    assert.ok(typeof request === "object" && request !== null && "headers" in request && "body" in request);
    const headers = new Headers(Object(request.headers));
    response = fetch(aws.url, { method: "POST", headers, body: String(request.body) });
    throw new Error("Sent by other means");
  }, { step: "deserialize" });
  await assert.rejects(client.send(new GetAuthorizationTokenCommand({})), /Sent by other means/);
  assert.ok(response !== undefined);
  return await response;
}
