import { deepStrictEqual, match, throws } from "node:assert/strict";
import { type InitFlags, initRequest } from "../../../src/app/init/init_request.ts";
import type { AtmosEcrError } from "../../../src/domain/errors/errors.ts";
import { COMPLETE, SSO, START_URL } from "./init_bench.ts";

const DEV = "222233334444";
const PROD = "333344445555";

/** Flags → the code of the error and a part of its text. */
const REFUSALS: readonly (readonly [name: string, flags: InitFlags, code: string, text: RegExp])[] = [
  ["an account alone", { account: [DEV] }, "USAGE", /without --sso-start-url/],
  [
    "two sources",
    { ...SSO, fromAwsProfiles: true },
    "USAGE",
    /Cannot combine --sso-start-url with --from-aws-profiles/,
  ],
  ["an account by name", { ...SSO, account: ["dev"], permissionSet: ["A"] }, "USAGE", /12 digits/],
  [
    "a permission set with a blank",
    { ...SSO, account: [DEV], permissionSet: ["A b"] },
    "USAGE",
    /not a valid name/,
  ],
  [
    "numbers that do not pair",
    { ...SSO, account: [DEV, PROD], permissionSet: ["A", "B", "C"] },
    "USAGE",
    /there are 2 accounts and 3 permission sets/,
  ],
  [
    "a region that is none",
    { ...COMPLETE, region: ["us-east-1,mars"] },
    "USAGE",
    /Cannot use "mars" for --region: it is not an AWS region/,
  ],
  [
    "another region that is none",
    { ssoStartUrl: START_URL, ssoRegion: "mars" },
    "USAGE",
    /Cannot use "mars" for --sso-region: it is not an AWS region/,
  ],
  [
    "a start URL that is none",
    { ssoStartUrl: "acme", ssoRegion: "us-east-1" },
    "USAGE",
    /Cannot use "acme" for --sso-start-url: it is not an https URL/,
  ],
  ["a host of others", { ...COMPLETE, registry: ["example.com"] }, "REGISTRY_INVALID", /example\.com/],
];

Deno.test("initRequest() refuses flags that exclude each other, or of the wrong form", async (t) => {
  for (const [name, flags, code, text] of REFUSALS) {
    await t.step(name, () => {
      throws(() => initRequest(flags), (error: AtmosEcrError) => {
        deepStrictEqual([error.code, error.exitCode], [code, 2]);
        match(`${error.message} ${error.hint}`, text);
        return true;
      });
    });
  }
});

Deno.test("initRequest() pairs accounts with permission sets, and one of them with all of the others", () => {
  const pairs = (account: readonly string[], permissionSet: readonly string[]): readonly string[] => {
    const { source } = initRequest({ ...SSO, account, permissionSet });
    return source?.kind === "sso" ? source.sets.map((set) => `${set.account} ${set.permissionSet}`) : [];
  };
  deepStrictEqual(pairs([DEV, PROD], ["A", "B"]), [`${DEV} A`, `${PROD} B`]);
  deepStrictEqual(pairs([DEV], ["A", "B"]), [`${DEV} A`, `${DEV} B`]);
  deepStrictEqual(pairs([DEV, PROD], ["A"]), [`${DEV} A`, `${PROD} A`]);
  deepStrictEqual(pairs([DEV], []), []);
});
