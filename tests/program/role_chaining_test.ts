/** AWS takes at most one hour for a role that session credentials assume, whatever the role allows. */
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { startFakeAws } from "../fakes/aws/fake_aws.ts";
import { Sandbox } from "../support/sandbox.ts";

const ROLES = ["near", "far"] as const;
const ACCOUNT = "222233334444";

/** What `principal.duration` says, and what is requested for a role after a session, and for one after access keys. */
const ROWS: readonly (readonly [string, string, string])[] = [
  ["30m", "1800", "1800"],
  ["3600", "3600", "3600"],
  ["7200", "3600", "7200"],
  ["2h", "3600", "7200"],
  ["1d", "3600", "43200"],
];

Deno.test("a role that another identity's session assumes lasts one hour at most", async (t) => {
  for (const [duration, chained, direct] of ROWS) {
    await t.step(duration, async () => {
      const aws = await startFakeAws();
      try {
        const user = aws.user({ account: ACCOUNT, name: "ci" });
        for (const name of ROLES) {
          aws.role({ account: ACCOUNT, name, trusts: ["*"], maxSessionDuration: 43_200 });
        }
        const role = (name: string, before: string): string =>
          `    ${name}: {kind: aws/assume-role, via: {identity: ${before}}, principal: ` +
          `{assume_role: "arn:aws:iam::${ACCOUNT}:role/${name}", duration: ${duration}}}\n`;
        await using sandbox = await Sandbox.create({
          "atmos.yaml": `auth:\n  identities:\n    me: {kind: aws/ambient}\n${role("near", "me")}${
            role("far", "near")
          }`,
        });
        const { code, stderr } = await sandbox.run(["auth", "login", "far"], {
          env: {
            AWS_ENDPOINT_URL: aws.url,
            AWS_ACCESS_KEY_ID: user.accessKeyId,
            AWS_SECRET_ACCESS_KEY: user.secretAccessKey,
          },
        });
        strictEqual(code, 0, stderr);
        deepStrictEqual(
          aws.requests.filter(({ action }) => action === "AssumeRole")
            .map(({ input }) => input["DurationSeconds"]),
          [direct, chained],
        );
      } finally {
        await aws.close();
      }
    });
  }
});
