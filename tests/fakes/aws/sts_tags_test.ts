import assert from "node:assert/strict";
import type { Tag } from "@aws-sdk/client-sts";
import { leakChecked } from "../http/leak_checked.ts";
import { type FakeAws, type Keys, startFakeAws } from "./fake_aws.ts";
import type { Role } from "./principals.ts";
import { assumeRole } from "./sdk_calls.ts";

Deno.test(
  leakChecked(
    "sessionTags() has the tags of a session, and the transitive ones of those before",
    async () => {
      await using aws = await startFakeAws();
      const { user, role } = world(aws);
      const first = await assumeRole(aws, user, {
        RoleArn: role.arn,
        Tags: tags({ Project: "app", Stage: "dev" }),
        TransitiveTagKeys: ["Project"],
      });
      assert.deepEqual(aws.sessionTags(first.accessKeyId), { Project: "app", Stage: "dev" });
      const second = await assumeRole(aws, first, { RoleArn: role.arn, Tags: tags({ Stage: "prod" }) });
      assert.deepEqual(aws.sessionTags(second.accessKeyId), { Project: "app", Stage: "prod" });
      await assert.rejects(assumeRole(aws, first, { RoleArn: role.arn, Tags: tags({ project: "other" }) }), {
        name: "InvalidParameterValue",
        message: /conflicts with a transitive tag key from the calling session\.$/,
      });
      assert.deepEqual(aws.sessionTags(user.accessKeyId), {});
    },
  ),
);

Deno.test(leakChecked("startFakeAws() rejects tags that STS would reject", async () => {
  await using aws = await startFakeAws();
  const { user, role } = world(aws);
  const many = (count: number): Tag[] =>
    Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: "" }));
  const attempt = (Tags: Tag[], TransitiveTagKeys: string[] = []): Promise<Keys> =>
    assumeRole(aws, user, { RoleArn: role.arn, Tags, TransitiveTagKeys });
  assert.ok(await attempt(many(50)));
  assert.ok(await attempt(tags({ ["k".repeat(128)]: "v".repeat(256) })));
  const invalid = [
    many(51),
    tags({ ["k".repeat(129)]: "" }),
    tags({ k: "v".repeat(257) }),
    tags({ "": "v" }),
  ];
  for (const list of invalid) await assert.rejects(attempt(list), { name: "ValidationError" });
  await assert.rejects(attempt([...tags({ a: "1" }), ...tags({ A: "2" })]), {
    name: "InvalidParameterValue",
    message: /^Duplicate tag keys found/,
  });
  await assert.rejects(attempt(tags({ a: "1" }), ["b"]), { name: "InvalidParameterValue" });
}));

Deno.test(
  leakChecked("deny() prevents a caller from tagging sessions, but not from opening them", async () => {
    await using aws = await startFakeAws();
    const { user, role } = world(aws);
    aws.deny(user.arn, "sts:TagSession");
    assert.ok(await assumeRole(aws, user, { RoleArn: role.arn }));
    await assert.rejects(assumeRole(aws, user, { RoleArn: role.arn, Tags: tags({ a: "1" }) }), {
      name: "AccessDenied",
      message:
        /is not authorized to perform: sts:TagSession on resource: arn:aws:iam::111122223333:role\/pull/,
    });
  }),
);

function world(aws: FakeAws): { readonly user: Keys; readonly role: Role } {
  const user = aws.user({ account: "111122223333", name: "ci" });
  return { user, role: aws.role({ account: "111122223333", name: "pull", trusts: ["111122223333"] }) };
}

function tags(pairs: Readonly<Record<string, string>>): Tag[] {
  return Object.entries(pairs).map(([Key, Value]) => ({ Key, Value }));
}
