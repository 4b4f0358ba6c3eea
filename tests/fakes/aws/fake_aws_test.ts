import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { GetAuthorizationTokenCommand } from "@aws-sdk/client-ecr";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { runChild } from "../../adapters/aws/child_process.ts";
import { leakChecked } from "../http/leak_checked.ts";
import type { HttpRequest } from "../http/loopback_server.ts";
import { type FakeAws, type Keys, startFakeAws } from "./fake_aws.ts";
import { JSON_PROTOCOL } from "./json_protocol.ts";
import { getPassword, getTokens } from "./sdk_calls.ts";
import { SdkClients } from "./sdk_clients.ts";
import type { UnsignedCall } from "./service.ts";

Deno.test(leakChecked("startFakeAws() records every request", async () => {
  await using aws = await startFakeAws();
  using sdk = new SdkClients(aws);
  const user = aws.user({ account: "111122223333", name: "ci" });
  const input = { registryIds: ["444455556666"] };
  await sdk.ecr(user, { region: "eu-west-1" }).send(new GetAuthorizationTokenCommand(input));
  assert.equal(aws.requests.length, 1);
  const { at, userAgent, ...record } = aws.requests[0] ?? assert.fail();
  assert.deepEqual(record, {
    service: "ecr",
    action: "GetAuthorizationToken",
    target: "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken",
    input,
    region: "eu-west-1",
    accessKeyId: user.accessKeyId,
    principal: user.arn,
    host: new URL(aws.url).host,
    attempt: "attempt=1; max=1",
    outcome: "ok",
  });
  assert.match(userAgent, /aws-sdk-js\/3\./);
  assert.ok(Math.abs(at.getTime() - Date.now()) < 5000);
}));

Deno.test(
  leakChecked("startFakeAws() counts by service and action, failures and retries included", async () => {
    await using aws = await startFakeAws();
    using sdk = new SdkClients(aws);
    const user = aws.user({ account: "111122223333", name: "ci" });
    aws.faults.add({
      service: "ecr",
      times: 2,
      effect: { kind: "error", status: 500, code: "ServerException" },
    });
    await sdk.ecr(user, { maxAttempts: 3 }).send(new GetAuthorizationTokenCommand({}));
    await sdk.sts(user).send(new GetCallerIdentityCommand({}));
    assert.equal(aws.count("ecr", "GetAuthorizationToken"), 3);
    assert.equal(aws.count("sts"), 1);
    assert.equal(aws.count("sts", "AssumeRole"), 0);
    assert.equal(aws.count("ecr-public"), 0);
    const outcomes = aws.requests.map((request) => request.outcome);
    assert.deepEqual(outcomes, ["fault:error", "fault:error", "ok", "ok"]);
  }),
);

Deno.test(leakChecked("startFakeAws() returns 404 for unknown operations, and records them", async () => {
  await using aws = await startFakeAws();
  const response = await fetch(`${aws.url}/latest/meta-data/`);
  assert.equal(response.status, 404);
  await response.body?.cancel();
  assert.equal(aws.requests[0]?.target, "/latest/meta-data/");
  assert.equal(aws.requests[0]?.outcome, "UnknownService");
}));

Deno.test(leakChecked("startFakeAws() supports additional services in its table", async () => {
  const weather = {
    name: "weather",
    signingName: "weather",
    protocol: JSON_PROTOCOL,
    route: ({ target }: HttpRequest) => ({ action: target.slice(1), target }),
    unsigned: { Login: ({ input }: UnsignedCall) => ({ welcome: String(input["name"]) }) },
    handle: () => ({ weather: "rain" }),
  };
  await using aws = await startFakeAws({ services: [weather] });
  const signed = await fetch(`${aws.url}/GetWeather`, { method: "POST", body: "{}" });
  assert.equal((await signed.json()).__type, "MissingAuthenticationTokenException");
  const unsigned = await fetch(`${aws.url}/Login`, { method: "POST", body: '{"name":"ci"}' });
  assert.deepEqual(await unsigned.json(), { welcome: "ci" });
  assert.equal(aws.count("weather", "GetWeather"), 1);
}));

Deno.test(leakChecked("revoke() and expire() find credentials by key, session, role and user", async () => {
  await using aws = await startFakeAws();
  const role = aws.role({ account: "111122223333", name: "pull", trusts: [] });
  const one = aws.session(role, { name: "one" });
  const two = aws.session(role, { name: "two" });
  const user = aws.user({ account: "111122223333", name: "ci" });
  assert.equal(aws.expire(one.arn), 1);
  assert.equal(await outcomeOf(aws, one), "ExpiredTokenException");
  assert.equal(await outcomeOf(aws, two), "ok");
  assert.equal(aws.expire(role.arn), 2);
  assert.equal(await outcomeOf(aws, two), "ExpiredTokenException");
  assert.equal(aws.expire(user.arn), 0, "long-lived keys do not expire");
  assert.equal(aws.revoke(role.arn), 2);
  assert.equal(await outcomeOf(aws, two), "UnrecognizedClientException");
  assert.equal(aws.revoke(user.accessKeyId), 1);
  assert.equal(aws.revoke(user.accessKeyId), 0);
}));

Deno.test(leakChecked("session() expires by the server's clock", async () => {
  await using aws = await startFakeAws();
  const role = aws.role({ account: "111122223333", name: "pull", trusts: [] });
  const keys = aws.session(role, { name: "test", lifeSeconds: 300 });
  assert.equal(await outcomeOf(aws, keys), "ok");
  aws.clockOffsetMs = 301_000;
  assert.equal(await outcomeOf(aws, keys), "ExpiredTokenException");
}));

Deno.test(
  leakChecked("checkPassword() distinguishes accepted, denied, expired and unknown passwords", async () => {
    await using aws = await startFakeAws();
    await using other = await startFakeAws();
    const role = aws.role({ account: "111122223333", name: "pull", trusts: [] });
    const password = await getPassword(aws, aws.session(role, { name: "test" }));
    const own = { account: "111122223333", region: "us-east-1" };
    const foreign = { account: "444455556666", region: "us-east-1" };
    assert.equal(aws.checkPassword(password, own), "accepted");
    assert.equal(aws.checkPassword(password, { ...own, region: "eu-west-1" }), "unknown");
    assert.equal(other.checkPassword(password, own), "unknown");
    assert.equal(aws.checkPassword(password, foreign), "denied");
    aws.shareRegistry({ account: "444455556666", reader: role.arn });
    assert.equal(aws.checkPassword(password, foreign), "accepted");
    aws.clockOffsetMs = 12 * 3600_000 + 1000;
    assert.equal(aws.checkPassword(password, own), "expired");
  }),
);

Deno.test(leakChecked("describePassword() rejects every forgery", async () => {
  await using aws = await startFakeAws();
  const password = await getPassword(aws, aws.user({ account: "111122223333", name: "ci" }));
  assert.ok(password.length > 1000, "real passwords are long");
  assert.ok(aws.describePassword(password));
  const envelope = JSON.parse(atob(password));
  const { payload, datakey } = envelope;
  const claims = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
  const altered = btoa(JSON.stringify({ ...claims, account: "444455556666" }));
  const sealed = (parts: Record<string, string>): string => btoa(JSON.stringify({ ...envelope, ...parts }));
  for (
    const forgery of [
      "",
      ".",
      payload,
      sealed({ datakey: "" }),
      sealed({ payload: altered }),
      sealed({ datakey: datakey.slice(1) }),
      password.slice(1),
    ]
  ) {
    assert.equal(aws.describePassword(forgery), undefined, forgery.slice(0, 20));
  }
}));

Deno.test(
  leakChecked("environment() points the SDK's default chain and all clients to the fake", async () => {
    await using aws = await startFakeAws();
    const user = aws.user({ account: "111122223333", name: "ci" });
    const { stderr } = await runChild("../../fakes/aws/default_chain_program.ts", {}, {
      ...aws.environment(user),
      AWS_REGION: "us-east-1",
      HOME: "/nonexistent",
    });
    assert.equal(stderr, "");
    assert.deepEqual(aws.requests.map(({ service, outcome, principal }) => [service, outcome, principal]), [
      ["ecr", "ok", user.arn],
      ["ecr-public", "ok", user.arn],
      ["sts", "ok", user.arn],
    ]);
  }),
);

Deno.test(
  leakChecked("environment() carries keys only when given, and the session token of sessions", async () => {
    await using aws = await startFakeAws();
    const role = aws.role({ account: "111122223333", name: "pull", trusts: [] });
    const session = aws.session(role, { name: "test" });
    assert.deepEqual(aws.environment(), { AWS_ENDPOINT_URL: aws.url, AWS_EC2_METADATA_DISABLED: "true" });
    assert.deepEqual(aws.environment(session), {
      ...aws.environment(),
      AWS_ACCESS_KEY_ID: session.accessKeyId,
      AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
      AWS_SESSION_TOKEN: session.sessionToken,
    });
  }),
);

Deno.test(
  leakChecked("close() ends pending requests, and is idempotent", async () => {
    const aws = await startFakeAws();
    aws.faults.add({ effect: { kind: "hang" } });
    const { url } = aws;
    const waiting = outcomeOf(aws, aws.user({ account: "111122223333", name: "ci" }));
    while (aws.requests.length === 0) await sleep(1);
    await aws.close();
    assert.equal(await waiting, "TimeoutError");
    await aws.close();
    await assert.rejects(fetch(url));
  }),
);

Deno.test(leakChecked("startFakeAws() serves 50 parallel clients", async () => {
  await using aws = await startFakeAws();
  const user = aws.user({ account: "111122223333", name: "ci" });
  using sdk = new SdkClients(aws);
  const client = sdk.sts(user);
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => client.send(new GetCallerIdentityCommand({}))),
  );
  assert.ok(answers.every((answer) => answer.Arn === user.arn));
  assert.equal(aws.count("sts", "GetCallerIdentity"), 50);
}));

async function outcomeOf(aws: FakeAws, keys: Keys): Promise<string> {
  return await getTokens(aws, keys).then(() => "ok", (error) => error.name);
}
