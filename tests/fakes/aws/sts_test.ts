import assert from "node:assert/strict";
import { leakChecked } from "../http/leak_checked.ts";
import { startFakeAws } from "./fake_aws.ts";
import { getSessionToken, keysOf, whoAmI } from "./sdk_calls.ts";

Deno.test(leakChecked("startFakeAws() returns the identity of a user", async () => {
  await using aws = await startFakeAws();
  const user = aws.user({ account: "111122223333", name: "ci" });
  const identity = await whoAmI(aws, user);
  assert.equal(identity.Arn, "arn:aws:iam::111122223333:user/ci");
  assert.equal(identity.Account, "111122223333");
  assert.match(identity.UserId ?? "", /^AIDA[A-Z2-7]{16}$/);
}));

Deno.test(leakChecked("startFakeAws() gives session credentials that stand for the same user", async () => {
  await using aws = await startFakeAws();
  const user = aws.user({ account: "111122223333", name: "ci" });
  const session = await getSessionToken(aws, user, { DurationSeconds: 900 });
  assert.match(session.AccessKeyId ?? "", /^ASIA[A-Z2-7]{16}$/);
  assert.ok(Math.abs((session.Expiration?.getTime() ?? 0) - Date.now() - 900_000) < 30_000);
  assert.equal((await whoAmI(aws, keysOf(session))).Arn, user.arn);
  const byDefault = await getSessionToken(aws, user);
  assert.ok(Math.abs((byDefault.Expiration?.getTime() ?? 0) - Date.now() - 43_200_000) < 30_000);
}));

Deno.test(leakChecked("startFakeAws() rejects GetSessionToken with session credentials", async () => {
  await using aws = await startFakeAws();
  const user = aws.user({ account: "111122223333", name: "ci" });
  const session = keysOf(await getSessionToken(aws, user));
  const role = aws.session(aws.role({ account: "111122223333", name: "pull", trusts: [] }), { name: "test" });
  for (const keys of [session, role]) {
    await assert.rejects(getSessionToken(aws, keys), {
      name: "AccessDenied",
      message: "Cannot call GetSessionToken with session credentials",
    });
  }
}));

Deno.test(leakChecked("startFakeAws() limits GetSessionToken to 15 minutes to 36 hours", async () => {
  await using aws = await startFakeAws();
  const user = aws.user({ account: "111122223333", name: "ci" });
  await assert.rejects(getSessionToken(aws, user, { DurationSeconds: 899 }), {
    name: "ValidationError",
    message:
      "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must " +
      "have value greater than or equal to 900",
  });
  await assert.rejects(getSessionToken(aws, user, { DurationSeconds: 129_601 }), { name: "ValidationError" });
  assert.ok(await getSessionToken(aws, user, { DurationSeconds: 129_600 }));
}));

Deno.test(leakChecked("startFakeAws() answers STS errors in XML with AWS's namespace", async () => {
  await using aws = await startFakeAws();
  const body = new URLSearchParams({ Action: "GetCallerIdentity", Version: "2011-06-15" });
  const response = await fetch(aws.url, { method: "POST", body });
  assert.equal(response.status, 403);
  assert.equal(response.headers.get("content-type"), "text/xml");
  const text = await response.text();
  assert.match(
    text,
    /^<ErrorResponse xmlns="https:\/\/sts\.amazonaws\.com\/doc\/2011-06-15\/"><Error><Type>Sender<\/Type><Code>MissingAuthenticationToken<\/Code><Message>[^<]+<\/Message><\/Error><RequestId>[0-9a-f-]{36}<\/RequestId><\/ErrorResponse>$/,
  );
}));
