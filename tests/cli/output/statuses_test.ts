import { deepStrictEqual } from "node:assert/strict";
import type { RegistryStatus } from "../../../src/app/docker/docker_status.ts";
import { statusJson, statusTable } from "../../../src/cli/output/statuses.ts";
import type { Cell } from "../../../src/cli/output/table.ts";
import type { DockerAnswer } from "../../../src/domain/docker/docker_answer.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import { after, HOST, NOW } from "../../support/helper_fixtures.ts";

const REGISTRY = parseRegistry(HOST);
const HELPER: DockerAnswer = { providedBy: "helper", helper: "atmos-ecr", isOurs: true, shadowed: [] };
const NONE: DockerAnswer = { providedBy: "none", isOurs: false, shadowed: [] };
const ARN = "arn:aws:sts::222233334444:assumed-role/deploy/me";

/** Headings and rows as text. */
function shown(...statuses: readonly RegistryStatus[]): readonly (readonly string[])[] {
  const [rows, headings] = statusTable(statuses, NOW);
  const text = (cell: Cell): string => typeof cell === "object" ? cell.text : cell;
  return [headings, ...rows.map((row) => row.map(text))];
}

Deno.test("statusTable() shows principal, failure and command only where a registry has one", () => {
  const plain = { registry: REGISTRY, answer: NONE, state: "none" } as const;
  deepStrictEqual(shown(plain), [
    ["REGISTRY", "PROVIDED BY", "IDENTITY", "STATE", "EXPIRES"],
    [HOST, "none", "-", "no credentials", "-"],
  ]);
  const failure = { at: NOW, code: "AWS_DENIED", message: "no" };
  deepStrictEqual(
    shown(
      plain,
      { ...plain, answer: HELPER, identity: "dev", state: "ready", principal: { arn: ARN } },
      { ...plain, answer: HELPER, awsProfile: "work", state: "no_token", principal: { account: "1" } },
      { ...plain, answer: HELPER, state: "login_needed", failure, command: "atmos-ecr login dev" },
      { ...plain, answer: HELPER, state: "broken" },
    ),
    [
      ["REGISTRY", "PROVIDED BY", "IDENTITY", "STATE", "EXPIRES", "PRINCIPAL", "LAST FAILURE", "RUN"],
      [HOST, "none", "-", "no credentials", "-", "-", "-", "-"],
      [HOST, "helper atmos-ecr", "dev", "ready", "-", ARN, "-", "-"],
      [HOST, "helper atmos-ecr", "AWS profile work", "ready, no token yet", "-", "account 1", "-", "-"],
      [
        HOST,
        "helper atmos-ecr",
        "(environment)",
        "login required",
        "-",
        "-",
        "no [AWS_DENIED] (2026-03-01 12:00 UTC)",
        "atmos-ecr login dev",
      ],
      [HOST, "helper atmos-ecr", "-", "broken", "-", "-", "-", "-"],
    ],
  );
});

Deno.test("statusTable() shows an expired login", () => {
  const answer: DockerAnswer = { providedBy: "auths", isOurs: false, shadowed: [] };
  deepStrictEqual(shown({ registry: REGISTRY, answer, state: "expired", expiresAt: after(-60) })[1], [
    HOST,
    "auths",
    "-",
    "expired",
    "expired (2026-03-01 11:59 UTC)",
  ]);
});

Deno.test("statusJson() has the documented shape", () => {
  deepStrictEqual(
    statusJson({
      registry: REGISTRY,
      answer: {
        ...HELPER,
        shadowed: [{ kind: "auths", key: HOST }, { kind: "store", name: "x" }, {
          kind: "auths",
          key: `https://${HOST}`,
        }],
      },
      state: "login_needed",
      identity: "dev",
      principal: { arn: ARN, account: "222233334444" },
      expiresAt: after(60),
      failure: { at: NOW, code: "AWS_DENIED", message: "no" },
      command: "atmos-ecr login dev",
    }),
    {
      registry: HOST,
      provided_by: "helper",
      helper: "atmos-ecr",
      overrides: ["auths", "store"],
      identity: "dev",
      aws_profile: null,
      principal: ARN,
      account: "222233334444",
      expires_at: after(60).toISOString(),
      state: "login_needed",
      failure: { at: NOW.toISOString(), code: "AWS_DENIED", message: "no", hint: null },
      command: "atmos-ecr login dev",
    },
  );
});
