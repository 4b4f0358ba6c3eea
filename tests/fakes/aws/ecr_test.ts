import assert from "node:assert/strict";
import { GetAuthorizationTokenCommand } from "@aws-sdk/client-ecr";
import { leakChecked } from "../http/leak_checked.ts";
import { startFakeAws } from "./fake_aws.ts";
import { getTokens, passwordOf } from "./sdk_calls.ts";
import { SdkClients, tamper } from "./sdk_clients.ts";

const HOUR_MS = 3600_000;

Deno.test(
  leakChecked("startFakeAws() returns a token for the caller's own registry to the ECR client", async () => {
    await using aws = await startFakeAws();
    const user = aws.user({ account: "111122223333", name: "ci" });
    const before = Date.now();
    const tokens = await getTokens(aws, user, { region: "eu-west-1" });
    assert.equal(tokens.length, 1);
    assert.equal(tokens[0]?.proxyEndpoint, "https://111122223333.dkr.ecr.eu-west-1.amazonaws.com");
    const expiresAt = tokens[0]?.expiresAt?.getTime() ?? 0;
    assert.ok(Math.abs(expiresAt - before - 12 * HOUR_MS) < 60_000, String(tokens[0]?.expiresAt));
    const claims = aws.describePassword(passwordOf(tokens[0]));
    assert.deepEqual(claims, {
      service: "ecr",
      principal: "arn:aws:iam::111122223333:user/ci",
      callerAccount: "111122223333",
      account: "111122223333",
      region: "eu-west-1",
      expiresAt,
    });
  }),
);

Deno.test(leakChecked("startFakeAws() answers each of the registryIds in their order", async () => {
  await using aws = await startFakeAws();
  const role = aws.role({ account: "111122223333", name: "team/pull", trusts: [] });
  const session = aws.session(role, { name: "test" });
  const tokens = await getTokens(aws, session, { registryIds: ["444455556666", "111122223333"] });
  assert.deepEqual(tokens.map((token) => token.proxyEndpoint), [
    "https://444455556666.dkr.ecr.us-east-1.amazonaws.com",
    "https://111122223333.dkr.ecr.us-east-1.amazonaws.com",
  ]);
  const claims = aws.describePassword(passwordOf(tokens[0]));
  assert.equal(claims?.account, "444455556666");
  assert.equal(claims?.callerAccount, "111122223333");
  assert.equal(claims?.principal, "arn:aws:sts::111122223333:assumed-role/pull/test");
  assert.equal(claims?.role, "arn:aws:iam::111122223333:role/team/pull");
}));

Deno.test(leakChecked("startFakeAws() names the registry by the partition of the region", async () => {
  const hosts = [
    ["aws-cn", "cn-northwest-1", "111122223333.dkr.ecr.cn-northwest-1.amazonaws.com.cn"],
    ["aws-us-gov", "us-gov-west-1", "111122223333.dkr.ecr.us-gov-west-1.amazonaws.com"],
    ["aws-eusc", "eusc-de-east-1", "111122223333.dkr.ecr.eusc-de-east-1.amazonaws.eu"],
    ["aws-iso", "us-iso-east-1", "111122223333.dkr.ecr.us-iso-east-1.c2s.ic.gov"],
    ["aws-iso-b", "us-isob-east-1", "111122223333.dkr.ecr.us-isob-east-1.sc2s.sgov.gov"],
    ["aws-iso-e", "eu-isoe-west-1", "111122223333.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk"],
    ["aws-iso-f", "us-isof-south-1", "111122223333.dkr.ecr.us-isof-south-1.csp.hci.ic.gov"],
  ] as const;
  await using aws = await startFakeAws();
  for (const [partition, region, host] of hosts) {
    aws.account("111122223333", { partition });
    const user = aws.user({ account: "111122223333", name: "ci" });
    assert.equal(user.arn, `arn:${partition}:iam::111122223333:user/ci`);
    const tokens = await getTokens(aws, user, { region });
    assert.equal(tokens[0]?.proxyEndpoint, `https://${host}`);
  }
}));

Deno.test(leakChecked("startFakeAws() never gives the same password twice", async () => {
  await using aws = await startFakeAws();
  const user = aws.user({ account: "111122223333", name: "ci" });
  const passwords = new Set<string>();
  for (let round = 0; round < 5; round++) {
    for (const token of await getTokens(aws, user)) passwords.add(passwordOf(token));
  }
  assert.equal(passwords.size, 5);
}));

Deno.test(leakChecked("startFakeAws() rejects registryIds that ECR would reject", async () => {
  await using aws = await startFakeAws();
  const user = aws.user({ account: "111122223333", name: "ci" });
  for (const registryIds of [["1234"], ["11112222333a"], Array(11).fill("111122223333")]) {
    await assert.rejects(getTokens(aws, user, { registryIds }), { name: "InvalidParameterException" });
  }
}));

Deno.test(
  leakChecked("startFakeAws() denies with IAM's message until the action is allowed again", async () => {
    await using aws = await startFakeAws();
    const role = aws.role({ account: "111122223333", name: "pull", trusts: [] });
    const session = aws.session(role, { name: "test" });
    aws.deny(role.arn, "ecr:GetAuthorizationToken");
    await assert.rejects(getTokens(aws, session), {
      name: "AccessDeniedException",
      message: "User: arn:aws:sts::111122223333:assumed-role/pull/test is not authorized to perform: " +
        "ecr:GetAuthorizationToken on resource: * because no identity-based policy allows the " +
        "ecr:GetAuthorizationToken action",
    });
    aws.allow(role.arn, "ecr:GetAuthorizationToken");
    assert.equal((await getTokens(aws, session)).length, 1);
  }),
);

Deno.test(leakChecked("startFakeAws() answers errors with __type, the header and a request ID", async () => {
  await using aws = await startFakeAws();
  const response = await fetch(aws.url, {
    method: "POST",
    headers: { "x-amz-target": "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken" },
    body: "{}",
  });
  assert.equal(response.status, 400);
  assert.equal(response.headers.get("content-type"), "application/x-amz-json-1.1");
  assert.equal(response.headers.get("x-amzn-errortype"), "MissingAuthenticationTokenException");
  assert.match(response.headers.get("x-amzn-requestid") ?? "", /^[0-9a-f-]{36}$/);
  assert.deepEqual(await response.json(), {
    __type: "MissingAuthenticationTokenException",
    message: "Request is missing Authentication Token",
  });
}));

Deno.test(leakChecked("startFakeAws() knows no other action of ECR", async () => {
  await using aws = await startFakeAws();
  using sdk = new SdkClients(aws);
  const client = sdk.ecr(aws.user({ account: "111122223333", name: "ci" }));
  // Before the signature, so that it is the right one.
  client.middlewareStack.add((next) => (args) => {
    const request: unknown = args.request;
    assert.ok(typeof request === "object" && request !== null && "headers" in request);
    Object.assign(Object(request.headers), {
      "x-amz-target": "AmazonEC2ContainerRegistry_V20150921.DescribeRepositories",
    });
    return next(args);
  }, { step: "build" });
  await assert.rejects(client.send(new GetAuthorizationTokenCommand({})), {
    name: "UnknownOperationException",
  });
  assert.equal(aws.count("ecr", "DescribeRepositories"), 1);
}));

Deno.test(
  leakChecked(
    "startFakeAws() checks the signature before it rejects a body that is not a JSON object",
    async () => {
      await using aws = await startFakeAws();
      using sdk = new SdkClients(aws);
      const client = sdk.ecr(aws.user({ account: "111122223333", name: "ci" }));
      tamper(client, (request) => void (request.body = "["));
      await assert.rejects(client.send(new GetAuthorizationTokenCommand({})), {
        name: "InvalidSignatureException",
      });
    },
  ),
);
