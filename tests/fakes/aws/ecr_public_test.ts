import assert from "node:assert/strict";
import { type AuthorizationData, GetAuthorizationTokenCommand } from "@aws-sdk/client-ecr-public";
import { leakChecked } from "../http/leak_checked.ts";
import { type FakeAws, type Keys, startFakeAws } from "./fake_aws.ts";
import { SdkClients } from "./sdk_clients.ts";

Deno.test(leakChecked("startFakeAws() gives the ECR Public client one token, not a list", async () => {
  await using aws = await startFakeAws();
  const user = aws.user({ account: "111122223333", name: "ci" });
  aws.tokenLifeSeconds = 60;
  const data = await getToken(aws, user);
  const password = atob(data?.authorizationToken ?? "").replace(/^AWS:/, "");
  const claims = aws.describePassword(password);
  assert.equal(claims?.service, "ecr-public");
  assert.equal(claims?.expiresAt, data?.expiresAt?.getTime());
  assert.ok(Math.abs((data?.expiresAt?.getTime() ?? 0) - Date.now() - 60_000) < 30_000);
  assert.equal(aws.requests[0]?.target, "SpencerFrontendService.GetAuthorizationToken");
}));

Deno.test(leakChecked("startFakeAws() serves ECR Public in us-east-1 alone", async () => {
  await using aws = await startFakeAws();
  const user = aws.user({ account: "111122223333", name: "ci" });
  await assert.rejects(getToken(aws, user, "us-west-2"), {
    name: "UnsupportedCommandException",
    message: "GetAuthorizationToken command is only supported in us-east-1.",
  });
}));

Deno.test(leakChecked("startFakeAws() requires both permissions of ECR Public", async () => {
  await using aws = await startFakeAws();
  for (const action of ["ecr-public:GetAuthorizationToken", "sts:GetServiceBearerToken"]) {
    const user = aws.user({ account: "111122223333", name: action.replace(":", "-") });
    aws.deny(user.arn, action);
    await assert.rejects(getToken(aws, user), {
      name: "AccessDeniedException",
      message: new RegExp(`^User: ${user.arn} is not authorized to perform: ${action} on resource: \\*`),
    });
  }
}));

async function getToken(
  aws: FakeAws,
  keys: Keys,
  region = "us-east-1",
): Promise<AuthorizationData | undefined> {
  using sdk = new SdkClients(aws);
  const answer = await sdk.ecrPublic(keys, { region }).send(new GetAuthorizationTokenCommand({}));
  return answer.authorizationData;
}
