import assert from "node:assert/strict";
import { AssumeRootCommand, type Credentials } from "@aws-sdk/client-sts";
import { leakChecked } from "../http/leak_checked.ts";
import { type FakeAws, type Keys, startFakeAws } from "./fake_aws.ts";
import { assumeRole, demandCredentials, getSessionToken, getTokens, keysOf, whoAmI } from "./sdk_calls.ts";
import { SdkClients } from "./sdk_clients.ts";

const S3_TASK = "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy";

Deno.test(
  leakChecked("startFakeAws() lets the management account open privileged root sessions", async () => {
    await using aws = await startFakeAws();
    aws.organization({ management: "111122223333", members: ["444455556666"] });
    const admin = aws.user({ account: "111122223333", name: "admin" });
    const root = keysOf(await assumeRoot(aws, admin, "444455556666"));
    const identity = await whoAmI(aws, root);
    assert.equal(identity.Arn, "arn:aws:iam::444455556666:root");
    assert.equal(identity.UserId, "444455556666");
    await assert.rejects(getTokens(aws, root), {
      name: "AccessDeniedException",
      message: /because no session policy allows the ecr:GetAuthorizationToken action$/,
    });
    const role = aws.role({ account: "444455556666", name: "pull", trusts: ["*"] });
    await assert.rejects(assumeRole(aws, root, { RoleArn: role.arn }), {
      name: "AccessDenied",
      message: "Roles may not be assumed by root accounts.",
    });
    await assert.rejects(assumeRoot(aws, root, "444455556666"), { name: "AccessDenied" });
  }),
);

Deno.test(
  leakChecked("startFakeAws() denies AssumeRoot to all others, and without a known task", async () => {
    await using aws = await startFakeAws();
    aws.organization({ management: "111122223333", members: ["444455556666"] });
    const admin = aws.user({ account: "111122223333", name: "admin" });
    const member = aws.user({ account: "444455556666", name: "admin" });
    const session = keysOf(await getSessionToken(aws, admin));
    await assert.rejects(assumeRoot(aws, member, "111122223333"), { name: "AccessDenied" });
    await assert.rejects(assumeRoot(aws, admin, "111122223333"), { name: "AccessDenied" });
    await assert.rejects(assumeRoot(aws, session, "444455556666"), { name: "AccessDenied" });
    await assert.rejects(assumeRoot(aws, admin, "444455556666", { seconds: 901 }), {
      name: "ValidationError",
    });
    const policy = "arn:aws:iam::aws:policy/AdministratorAccess";
    await assert.rejects(assumeRoot(aws, admin, "444455556666", { policy }), { name: "ValidationError" });
  }),
);

async function assumeRoot(
  aws: FakeAws,
  keys: Keys,
  account: string,
  { seconds = 900, policy = S3_TASK }: { readonly seconds?: number; readonly policy?: string } = {},
): Promise<Credentials> {
  using sdk = new SdkClients(aws);
  const input = { TargetPrincipal: account, TaskPolicyArn: { arn: policy }, DurationSeconds: seconds };
  return demandCredentials((await sdk.sts(keys).send(new AssumeRootCommand(input))).Credentials);
}
