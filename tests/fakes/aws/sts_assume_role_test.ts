import assert from "node:assert/strict";
import { leakChecked } from "../http/leak_checked.ts";
import { type Keys, startFakeAws } from "./fake_aws.ts";
import { assumeRole, getSessionToken, keysOf, whoAmI } from "./sdk_calls.ts";

Deno.test(
  leakChecked("startFakeAws() lets a trusted user assume a role, and that role the next", async () => {
    await using aws = await startFakeAws();
    const user = aws.user({ account: "111122223333", name: "ci" });
    const first = aws.role({ account: "444455556666", name: "hub", trusts: [user.arn] });
    const second = aws.role({ account: "777788889999", name: "path/pull", trusts: [first.arn] });
    const hub = await assumeRole(aws, user, { RoleArn: first.arn, RoleSessionName: "a" + "b" });
    assert.equal((await whoAmI(aws, hub)).Arn, "arn:aws:sts::444455556666:assumed-role/hub/ab");
    const pull = await assumeRole(aws, hub, { RoleArn: second.arn, RoleSessionName: "cd" });
    const identity = await whoAmI(aws, pull);
    assert.equal(identity.Arn, "arn:aws:sts::777788889999:assumed-role/pull/cd");
    assert.match(identity.UserId ?? "", /^AROA[A-Z2-7]{16}:cd$/);
  }),
);

Deno.test(
  leakChecked("startFakeAws() accepts every form of principal in a trust policy, and no other", async () => {
    await using aws = await startFakeAws();
    const user = aws.user({ account: "111122223333", name: "ci" });
    const hub = aws.role({ account: "111122223333", name: "hub", trusts: [] });
    const session = aws.session(hub, { name: "test" });
    const attempt = (keys: Keys, trusts: readonly string[]): Promise<Keys> => {
      const role = aws.role({ account: "444455556666", name: crypto.randomUUID(), trusts });
      return assumeRole(aws, keys, { RoleArn: role.arn });
    };
    const root = "arn:aws:iam::111122223333:root";
    for (const trusted of [user.arn, root, "111122223333", "*"]) {
      assert.ok(await attempt(user, [trusted]), trusted);
    }
    for (const trusted of [hub.arn, session.arn, root, "*"]) {
      assert.ok(await attempt(session, [trusted]), trusted);
    }
    for (const trusts of [[], ["arn:aws:iam::111122223333:user/other"], ["arn:aws:iam::444455556666:root"]]) {
      await assert.rejects(attempt(user, trusts), { name: "AccessDenied" });
    }
    await assert.rejects(attempt(session, [user.arn]), { name: "AccessDenied" });
  }),
);

Deno.test(leakChecked("startFakeAws() hides why a role cannot be assumed", async () => {
  await using aws = await startFakeAws();
  const user = aws.user({ account: "111122223333", name: "ci" });
  const guarded = aws.role({
    account: "444455556666",
    name: "guarded",
    trusts: [user.arn],
    externalId: "vendor-7",
  });
  const RoleArn = guarded.arn;
  assert.ok(await assumeRole(aws, user, { RoleArn, ExternalId: "vendor-7" }));
  const missing = "arn:aws:iam::444455556666:role/missing";
  for (const input of [{ RoleArn }, { RoleArn, ExternalId: "vendor-8" }, { RoleArn: missing }]) {
    await assert.rejects(assumeRole(aws, user, input), {
      name: "AccessDenied",
      message: `User: ${user.arn} is not authorized to perform: sts:AssumeRole on resource: ${input.RoleArn}`,
    });
  }
  const open = aws.role({ account: "444455556666", name: "open", trusts: [user.arn] });
  assert.ok(await assumeRole(aws, user, { RoleArn: open.arn, ExternalId: "not asked for" }));
  aws.deny(user.arn, "sts:AssumeRole");
  await assert.rejects(assumeRole(aws, user, { RoleArn: open.arn }), { name: "AccessDenied" });
}));

Deno.test(leakChecked("startFakeAws() enforces the session limits of AssumeRole", async () => {
  await using aws = await startFakeAws();
  const user = aws.user({ account: "111122223333", name: "ci" });
  const role = aws.role({
    account: "111122223333",
    name: "long",
    trusts: ["111122223333"],
    maxSessionDuration: 7200,
  });
  const attempt = (keys: Keys, DurationSeconds: number): Promise<Keys> =>
    assumeRole(aws, keys, { RoleArn: role.arn, DurationSeconds });
  assert.ok(await attempt(user, 7200));
  await assert.rejects(attempt(user, 7201), {
    name: "ValidationError",
    message: "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
  });
  await assert.rejects(attempt(user, 899), { name: "ValidationError" });
  await assert.rejects(attempt(user, 43_201), { name: "ValidationError" });
  const chained =
    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.";
  const userSession = keysOf(await getSessionToken(aws, user));
  for (const keys of [aws.session(role, { name: "test" }), userSession]) {
    assert.ok(await attempt(keys, 3600));
    await assert.rejects(attempt(keys, 3601), { name: "ValidationError", message: chained });
  }
}));

Deno.test(leakChecked("startFakeAws() rejects names and ARNs that STS would reject", async () => {
  await using aws = await startFakeAws();
  const user = aws.user({ account: "111122223333", name: "ci" });
  const role = aws.role({ account: "111122223333", name: "pull", trusts: ["*"] });
  await assert.rejects(assumeRole(aws, user, { RoleArn: role.arn, RoleSessionName: "no spaces" }), {
    name: "ValidationError",
    message:
      /^1 validation error detected: Value 'no spaces' at 'roleSessionName' failed to satisfy constraint/,
  });
  await assert.rejects(assumeRole(aws, user, { RoleArn: "arn:aws:iam::1:role/x" }), {
    name: "ValidationError",
  });
  await assert.rejects(assumeRole(aws, user, { RoleArn: role.arn, SerialNumber: "x", TokenCode: "000000" }), {
    name: "AccessDenied",
    message: /^MultiFactorAuthentication failed/,
  });
}));

Deno.test(leakChecked("startFakeAws() escapes what it repeats in XML", async () => {
  await using aws = await startFakeAws();
  const user = aws.user({ account: "111122223333", name: "ci" });
  const RoleArn = `arn:aws:iam::111122223333:role/<&">`;
  await assert.rejects(assumeRole(aws, user, { RoleArn }), {
    message: `User: ${user.arn} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
  });
}));
