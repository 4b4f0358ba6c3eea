import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { outcomesJson, outcomesText, plannedJson } from "../../../src/cli/output/outcomes.ts";
import { stylesFor } from "../../../src/cli/output/styles.ts";
import { AwsError } from "../../../src/domain/errors/errors.ts";
import type { Outcome } from "../../../src/domain/login/outcome.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import { after, HOST, NOW, OTHER_HOST } from "../../support/helper_fixtures.ts";

const [REGISTRY, OTHER] = [HOST, OTHER_HOST].map(parseRegistry);
if (REGISTRY === undefined || OTHER === undefined) throw new TypeError("two registries");

/** A login, a failure, a login of the environment's credentials, and one that was not there. */
const OUTCOMES: readonly Outcome[] = [
  {
    target: { registry: REGISTRY, identity: "dev", integration: "dev/ecr" },
    status: "ok",
    expiresAt: after(12 * 3600),
  },
  {
    target: { registry: OTHER, identity: "prod", integration: "Prod/ECR" },
    status: "failed",
    error: new AwsError("AWS_DENIED", "AWS denied access", { hint: "Ask" }),
  },
  { target: { registry: OTHER, awsProfile: "work" }, status: "ok" },
  { target: { registry: REGISTRY }, status: "ok", absent: true },
];

Deno.test("outcomesText() says what happened, for whom, and until when", () => {
  strictEqual(
    outcomesText(OUTCOMES, "Logged in to", NOW, stylesFor(false)),
    `✓ Logged in to ${HOST} as dev, for dev/ecr (expires in 12h, at 2026-03-02 00:00 UTC)
✗ ${OTHER_HOST} as prod, for Prod/ECR: AWS denied access [AWS_DENIED]
  Hint: Ask
✓ Logged in to ${OTHER_HOST} with AWS profile work
Not logged in to ${HOST}
`,
  );
});

Deno.test("outcomesJson() and plannedJson() have the documented shape", () => {
  const failed = {
    registry: OTHER_HOST,
    integration: "Prod/ECR",
    identity: "prod",
    status: "failed",
    error: { code: "AWS_DENIED", message: "AWS denied access", hint: "Ask" },
    expires_at: null,
  };
  const rows = (status: string, expiry: string | null): readonly object[] => [
    { registry: HOST, integration: "dev/ecr", identity: "dev", status, expires_at: expiry },
    failed,
    {
      registry: OTHER_HOST,
      integration: null,
      identity: null,
      aws_profile: "work",
      status,
      expires_at: null,
    },
    { registry: HOST, integration: null, identity: null, status, expires_at: null },
  ];
  deepStrictEqual(outcomesJson(OUTCOMES), { registries: rows("ok", "2026-03-02T00:00:00.000Z") });
  deepStrictEqual(plannedJson(OUTCOMES), { dry_run: true, registries: rows("planned", null) });
});
