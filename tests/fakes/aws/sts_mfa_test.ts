import assert from "node:assert/strict";
import { leakChecked } from "../http/leak_checked.ts";
import { type FakeAws, type MfaKeys, startFakeAws } from "./fake_aws.ts";
import { assumeRole, getSessionToken, keysOf } from "./sdk_calls.ts";

const INVALID_CODE = {
  name: "AccessDenied",
  message: "MultiFactorAuthentication failed with invalid MFA one time pass code. ",
};

Deno.test(leakChecked("user() with MFA gives codes that are good once", async () => {
  await using aws = await startFakeAws();
  const user = newUser(aws);
  assert.equal(user.mfaArn, "arn:aws:iam::111122223333:mfa/ci");
  const TokenCode = user.mfaCode();
  const input = { SerialNumber: user.mfaArn, TokenCode };
  assert.match(TokenCode, /^\d{6}$/);
  assert.ok(await getSessionToken(aws, user, input));
  await assert.rejects(getSessionToken(aws, user, input), INVALID_CODE);
  assert.ok(await getSessionToken(aws, user, { ...input, TokenCode: user.mfaCode() }));
}));

Deno.test(leakChecked("user() with MFA gives codes that end after a minute", async () => {
  await using aws = await startFakeAws();
  const user = newUser(aws);
  const input = { SerialNumber: user.mfaArn, TokenCode: user.mfaCode() };
  aws.clockOffsetMs = 61_000;
  await assert.rejects(getSessionToken(aws, user, input), INVALID_CODE);
}));

Deno.test(leakChecked("startFakeAws() distinguishes wrong, malformed and missing MFA codes", async () => {
  await using aws = await startFakeAws();
  const user = newUser(aws);
  const other = aws.user({ account: "111122223333", name: "other", mfa: true });
  const SerialNumber = user.mfaArn;
  await assert.rejects(getSessionToken(aws, user, { SerialNumber, TokenCode: "000000" }), INVALID_CODE);
  for (const TokenCode of ["12345", "1234567", "12345x"]) {
    await assert.rejects(getSessionToken(aws, user, { SerialNumber, TokenCode }), {
      name: "ValidationError",
      message: new RegExp(`^1 validation error detected: Value '${TokenCode}' at 'tokenCode' failed`),
    });
  }
  await assert.rejects(getSessionToken(aws, user, { SerialNumber }), {
    name: "AccessDenied",
    message:
      /^MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code\.$/,
  });
  const foreign = { SerialNumber: other.mfaArn, TokenCode: other.mfaCode() };
  await assert.rejects(getSessionToken(aws, user, foreign), {
    name: "AccessDenied",
    message: /^MultiFactorAuthentication failed, unable to validate MFA code\./,
  });
}));

Deno.test(
  leakChecked("role() that requires MFA accepts a code, or a session opened with one", async () => {
    await using aws = await startFakeAws();
    const user = newUser(aws);
    const { arn: RoleArn } = aws.role({
      account: "111122223333",
      name: "guarded",
      trusts: [user.arn],
      requiresMfa: true,
    });
    const denied = {
      name: "AccessDenied",
      message: /is not authorized to perform: sts:AssumeRole on resource/,
    };
    const code = (): { SerialNumber: string; TokenCode: string } => ({
      SerialNumber: user.mfaArn,
      TokenCode: user.mfaCode(),
    });
    await assert.rejects(assumeRole(aws, user, { RoleArn }), denied);
    await assert.rejects(assumeRole(aws, keysOf(await getSessionToken(aws, user)), { RoleArn }), denied);
    await assert.rejects(assumeRole(aws, user, { RoleArn, ...code(), TokenCode: "000000" }), INVALID_CODE);
    assert.ok(await assumeRole(aws, user, { RoleArn, ...code() }));
    assert.ok(await assumeRole(aws, keysOf(await getSessionToken(aws, user, code())), { RoleArn }));
  }),
);

function newUser(aws: FakeAws): MfaKeys {
  return aws.user({ account: "111122223333", name: "ci", mfa: true });
}
