import { match, strictEqual } from "node:assert/strict";
import { checkPin, type PinCheck } from "../../../src/app/pins/check_pin.ts";
import { pinnedLoader } from "../../../src/app/pins/pinned_loader.ts";
import { installCommand } from "../../../src/domain/helper/words.ts";
import { MemoryConfigurations } from "../../fakes/memory_configurations.ts";
import { HOST, OTHER_HOST, pin, type PinChanges, someDefinition } from "../../support/helper_fixtures.ts";

const YAML = `auth:
  identities:
    Dev: {kind: aws/ambient}
    other: {kind: aws/ambient}
    loop: {kind: aws/assume-role, via: {identity: loop}, principal: {assume_role: "arn:aws:iam::222233334444:role/x"}}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {identity: Dev}, spec: {registry: {account_id: "222233334444", region: us-east-1}}}
    eks: {kind: aws/eks, via: {identity: Dev}}
`;
const GOOD: PinChanges = { files: ["/project/atmos.yaml"], identity: "dev" };

for (
  const [name, changes, kind, said] of [
    ["is as pinned", {}, "agrees", /^$/],
    ["was pinned by hand", { integration: undefined }, "agrees", /^$/],
    [
      "is pinned under another name of its registry",
      {
        host: "222233334444.dkr-ecr.us-east-1.on.aws",
      },
      "agrees",
      /^$/,
    ],
    ["lost its integration", { integration: "gone" }, "differs", /"gone" no longer exists/],
    [
      "has an integration of another kind",
      { integration: "eks" },
      "differs",
      /now refers to another registry/,
    ],
    [
      "has an integration of another registry",
      { host: OTHER_HOST },
      "differs",
      /now refers to another registry/,
    ],
    ["has an integration of another identity", { identity: "other" }, "differs", /now uses identity "Dev"/],
    ["lost its identity", { identity: "gone" }, "broken", /Cannot find identity "gone"/],
    ["has a chain without a beginning", { identity: "loop" }, "broken", /cyclic identity chain/],
    ["lost its file", { files: ["/gone/atmos.yaml"] }, "broken", /\/gone\/atmos\.yaml/],
  ] as const
) {
  Deno.test(`checkPin() of a registry that ${name}: ${kind}`, async () => {
    const check = await checkPin(
      pin({ ...GOOD, host: HOST, ...changes }),
      pinnedLoader(() => new MemoryConfigurations({ "atmos.yaml": YAML }), "all"),
    );
    strictEqual(check.kind, kind);
    match(wordsOf(check), said);
  });
}

Deno.test("checkPin() names the command that pins the registry so that both agree", async (t) => {
  const rows: readonly (readonly [string, PinChanges, string])[] = [
    ["an integration with another name now", { integration: "old" }, `${HOST} --chdir /project`],
    [
      "an integration that is gone",
      { integration: "gone", identity: "other" },
      `${HOST} --identity other --chdir /project`,
    ],
    ["one of another registry", { host: OTHER_HOST }, `${OTHER_HOST} --identity dev --chdir /project`],
    ["one of another identity", { identity: "other" }, `${HOST} --chdir /project`],
    ["another definition", { definition: someDefinition("before") }, `${HOST} --chdir /project`],
  ];
  const load = pinnedLoader(() => new MemoryConfigurations({ "atmos.yaml": YAML }), "all");
  for (const [name, changes, words] of rows) {
    await t.step(name, async () => {
      const check = await checkPin(pin({ ...GOOD, ...changes }), load);
      strictEqual(
        check.kind === "differs" && installCommand(check.named),
        `atmos-ecr docker install ${words}`,
      );
    });
  }
});

function wordsOf(check: PinCheck): string {
  if (check.kind === "agrees") return "";
  return check.kind === "differs" ? check.state : check.error.message;
}
