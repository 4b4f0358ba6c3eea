import { deepStrictEqual, strictEqual } from "node:assert/strict";
import * as fc from "fast-check";
import {
  isSignInPage,
  readRoleValue,
  samlResponseOf,
  selectRole,
} from "../../../src/domain/saml/saml_response.ts";
import { anyWebUrl } from "../../support/any_text.ts";

const ROLE = "arn:aws:iam::222233334444:role/dev";
const PROVIDER = "arn:aws:iam::222233334444:saml-provider/corp";

Deno.test("readRoleValue() accepts the two ARNs in either order, and nothing else", async (t) => {
  const pair = { roleArn: ROLE, providerArn: PROVIDER };
  const rows: readonly (readonly [string, typeof pair | undefined])[] = [
    [`${ROLE},${PROVIDER}`, pair],
    [`${PROVIDER},${ROLE}`, pair],
    [`  ${ROLE} ,\n ${PROVIDER} `, pair],
    [ROLE, undefined],
    [`${ROLE},${ROLE}`, undefined],
    [`${ROLE},${PROVIDER},${PROVIDER}`, undefined],
    [`${ROLE}\u202e,${PROVIDER}`, undefined],
    ["", undefined],
  ];
  for (const [value, expected] of rows) {
    await t.step(JSON.stringify(value), () => deepStrictEqual(readRoleValue(value), expected));
  }
});

Deno.test("selectRole() compares whole ARNs: never a part, never the first", async (t) => {
  const offered = ["role/dev-admin", "role/team/dev", "role/Dev", "role/dev"].map((name) => ({
    roleArn: `arn:aws:iam::222233334444:${name}`,
    providerArn: PROVIDER,
  }));
  await t.step(
    "the exact one",
    () =>
      deepStrictEqual(selectRole(offered, { kind: "role", arn: ROLE }), { kind: "found", role: offered[3] }),
  );
  await t.step(
    "none",
    () => strictEqual(selectRole(offered.slice(0, 3), { kind: "role", arn: ROLE }).kind, "missing"),
  );
  await t.step(
    "duplicates are dropped",
    () => strictEqual(selectRole([...offered, ...offered], { kind: "role", arn: ROLE }).kind, "found"),
  );
  await t.step("through two providers is undecided", () => {
    const other = { roleArn: ROLE, providerArn: `${PROVIDER}-2` };
    strictEqual(selectRole([...offered, other], { kind: "role", arn: ROLE }).kind, "several");
  });
});

Deno.test("selectRole() finds the role of a permission set by account and whole name", async (t) => {
  const reserved = (account: string, rest: string): { roleArn: string; providerArn: string } => ({
    roleArn: `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/${rest}`,
    providerArn: PROVIDER,
  });
  const wanted = { kind: "permission-set", account: "222233334444", name: "Admin" } as const;
  const good = reserved("222233334444", "eu-west-1/AWSReservedSSO_Admin_0123456789abcdef");
  await t.step("found", () => deepStrictEqual(selectRole([good], wanted), { kind: "found", role: good }));
  const others = [
    reserved("999999999999", "AWSReservedSSO_Admin_0123456789abcdef"),
    reserved("222233334444", "AWSReservedSSO_SuperAdmin_0123456789abcdef"),
    reserved("222233334444", "AWSReservedSSO_Admin_2_0123456789abcdef"),
    reserved("222233334444", "AWSReservedSSO_Admin_xyz"),
    {
      roleArn: "arn:aws:iam::222233334444:role/AWSReservedSSO_Admin_0123456789abcdef",
      providerArn: PROVIDER,
    },
  ];
  for (const other of others) {
    await t.step(other.roleArn, () => strictEqual(selectRole([other], wanted).kind, "missing"));
  }
});

Deno.test("isSignInPage() matches exactly AWS' own pages", async (t) => {
  const rows: readonly (readonly [string, boolean])[] = [
    ["https://signin.aws.amazon.com/saml", true],
    ["https://us-east-1.signin.aws.amazon.com/saml", true],
    ["https://eu-west-1.signin.aws.amazon.com/saml/acs/SAMLSPX1", true],
    ["https://signin.amazonaws-us-gov.com/saml", true],
    ["https://us-gov-west-1.signin.amazonaws-us-gov.com/saml", true],
    ["https://signin.amazonaws.cn/saml", true],
    ["https://signin.aws.amazon.com:443/saml", true],
    ["http://signin.aws.amazon.com/saml", false],
    ["https://signin.aws.amazon.com:8443/saml", false],
    ["https://signin.aws.amazon.com.evil.example/saml", false],
    ["https://evil.signin.aws.amazon.com/saml", false],
    ["https://x-signin.aws.amazon.com/saml", false],
    ["https://user@signin.aws.amazon.com/saml", false],
    ["https://signin.aws.amazon.com/oauth", false],
    ["https://signin.aws.amazon.com/saml/../x", false],
    ["https://evil.example/signin.aws.amazon.com/saml", false],
    ["javascript:alert(1)", false],
    ["", false],
  ];
  for (const [address, expected] of rows) {
    await t.step(address || "(empty)", () => strictEqual(isSignInPage(address), expected));
  }
  fc.assert(fc.property(anyWebUrl, (address) => !isSignInPage(address)));
});

Deno.test("samlResponseOf() reads one response of a form", () => {
  strictEqual(samlResponseOf("RelayState=x&SAMLResponse=PHNh%2B"), "PHNh+");
  strictEqual(samlResponseOf("SAMLResponse="), undefined);
  strictEqual(samlResponseOf("SAMLResponse=a&SAMLResponse=b"), undefined);
  strictEqual(samlResponseOf("other=1"), undefined);
});
