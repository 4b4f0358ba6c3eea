import assert from "node:assert/strict";
import { SdkEcrTokens } from "../../src/adapters/aws/calls/sdk_ecr_tokens.ts";
import { Secret } from "../../src/domain/secret.ts";
import { credentialsOf } from "../adapters/aws/credentials_of.ts";
import { FixedEnvironment } from "../adapters/aws/fixed_environment.ts";
import { startFakeAws } from "../fakes/aws/fake_aws.ts";
import { MemoryEcrTokens, type MemoryPassword } from "../fakes/memory_ecr_tokens.ts";
import { testEcrTokens } from "./ecr_tokens_contract.ts";

testEcrTokens("MemoryEcrTokens", () => {
  const tokens = new MemoryEcrTokens();
  return Promise.resolve({
    tokens,
    users: [
      { accessKeyId: "AKIAONE", secretAccessKey: new Secret("one") },
      { accessKeyId: "AKIATWO", secretAccessKey: new Secret("two") },
    ],
    deny: ({ accessKeyId }) => void tokens.denied.add(accessKeyId),
    hang: () => {
      tokens.hanging = true;
    },
    count: () => tokens.requests.length,
    describe: ({ password }) => {
      const { accessKeyId, service, region }: MemoryPassword = JSON.parse(password.expose());
      return { principal: accessKeyId, service, region };
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
});

testEcrTokens("SdkEcrTokens", async () => {
  const aws = await startFakeAws();
  const one = aws.user({ account: "123456789012", name: "one" });
  const two = aws.user({ account: "210987654321", name: "two" });
  const arns = new Map([one, two].map(({ accessKeyId, arn }) => [accessKeyId, arn]));
  return {
    tokens: new SdkEcrTokens({
      environment: new FixedEnvironment(aws.environment()),
      clock: () => new Date(),
    }),
    users: [credentialsOf(one), credentialsOf(two)],
    deny: ({ accessKeyId }) => aws.deny(arns.get(accessKeyId) ?? "", "ecr:GetAuthorizationToken"),
    hang: () => void aws.faults.add({ effect: { kind: "hang" } }),
    count: () => aws.requests.length,
    describe: ({ password }) => {
      const claims = aws.describePassword(password.expose());
      assert.ok(claims !== undefined);
      return claims;
    },
    [Symbol.asyncDispose]: () => aws.close(),
  };
});
