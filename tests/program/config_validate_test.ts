import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { Sandbox } from "../support/sandbox.ts";
import { ENV, FILES } from "./team_config.ts";

const BROKEN = `auth:
  identities:
    dev: {kind: aws/ambient, vai: x}
    deploy: {kind: aws/assume-role, via: {identity: dve}, principal: {}}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {identity: deploy}, spec: {registry: {account_id: 12345678901, region: us-east-1}}}
`;

Deno.test("config validate prints every problem by position, and exits with 2", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": BROKEN });
  const { code, stdout, stderr } = await sandbox.run(["config", "validate"]);
  strictEqual(code, 2);
  strictEqual(
    stdout,
    `atmos.yaml:3:30: warning: Ignoring the unknown key "vai" of identity "dev" [CONFIG_INVALID]
  Hint: Did you mean "via"?
atmos.yaml:4:5: error: Cannot use identity "deploy": "principal.assume_role" is missing [CONFIG_INVALID]
  Hint: Add the ARN of the role, such as "arn:aws:iam::123456789012:role/name"
atmos.yaml:4:53: error: Cannot use identity "deploy": there is no identity "dve" [IDENTITY_NOT_FOUND]
  Hint: Did you mean "dev"?
atmos.yaml:6:85: error: Cannot use integration "dev/ecr": "spec.registry.account_id" is "12345678901", but an account ID has 12 digits [CONFIG_INVALID]
  Hint: Use the 12 digits in quotes, without dashes or spaces
`,
  );
  strictEqual(stderr, "The configuration is not valid: 3 errors, 1 warning\n");
});

Deno.test("config validate -o json has the documented shape", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": BROKEN });
  const { code, stdout, stderr } = await sandbox.run(["config", "validate", "-o", "json"]);
  deepStrictEqual([code, stderr], [2, ""]);
  const { valid, count, problems } = JSON.parse(stdout);
  deepStrictEqual([valid, count, problems.length], [false, 4, 4]);
  deepStrictEqual(problems[2], {
    severity: "error",
    code: "IDENTITY_NOT_FOUND",
    message: `Cannot use identity "deploy": there is no identity "dve"`,
    hint: `Did you mean "dev"?`,
    position: { file: "atmos.yaml", line: 4, column: 53 },
  });
});

Deno.test("config validate shows a problem without a place", async () => {
  await using sandbox = await Sandbox.create();
  const env = { ATMOS_LOGS_LEVEL: "loud" };
  const text = await sandbox.run(["config", "validate"], { env });
  strictEqual(text.code, 2);
  match(
    text.stdout,
    /^error: Cannot use ATMOS_LOGS_LEVEL: "loud" is not a log level \[CONFIG_INVALID\]$/m,
  );
  const { code, stdout } = await sandbox.run(["config", "validate", "-o", "json"]);
  const { valid, problems: [{ code: problem, position }, ...others] } = JSON.parse(stdout);
  deepStrictEqual([code, valid, problem, position, others], [2, false, "CONFIG_NOT_FOUND", null, []]);
});

Deno.test("config validate exits with 0 for warnings only, and reports where Atmos differs", async () => {
  await using sandbox = await Sandbox.create(FILES);
  const { code, stdout, stderr } = await sandbox.run(["config", "validate"], { env: ENV });
  strictEqual(code, 0, stdout);
  match(
    stdout,
    /^atmos\.yaml:8:5: warning: Atmos does not merge identity "Dev": it uses only the definition at team\.yaml:3:11, without "default" and with its own "principal\.name", and ignores atmos\.yaml:9:7 /m,
  );
  match(stderr, /^The configuration is valid: 2 warnings$/m);
  ok(
    !/canary|\p{Cc}/u.test((stdout + stderr).replaceAll("\n", "")),
    "no secret and no control character is shown",
  );
});

Deno.test("config validate shows the first 200 problems, and counts all", async () => {
  const identities = Array.from({ length: 300 }, (_, index) => `    i${index}: {}\n`).join("");
  await using sandbox = await Sandbox.create({ "atmos.yaml": `auth:\n  identities:\n${identities}` });
  const { code, stdout, stderr } = await sandbox.run(["config", "validate"]);
  deepStrictEqual([code, stderr], [2, "The configuration is not valid: 300 errors\n"]);
  strictEqual(stdout.match(/: error: /g)?.length, 200);
  match(stdout, /\nand 100 more problems\n$/);
});
