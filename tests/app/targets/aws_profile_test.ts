/** `--aws-profile`: the credentials of registries by host, whatever a configuration says. */
import { deepStrictEqual, rejects } from "node:assert/strict";
import { loginTargets } from "../../../src/app/targets/login_targets.ts";
import { tokenTarget } from "../../../src/app/targets/token_target.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import type { Selection } from "../../../src/domain/login/selection.ts";
import { HOST } from "../../support/helper_fixtures.ts";
import { selected, selectionPorts, TEAM, UNNAMED_HOST } from "./selection_bench.ts";

const registry = parseRegistry(HOST);

Deno.test("a profile is used for a host, also of an integration, and no configuration is read", async (t) => {
  const profile = { registry, awsProfile: "my work" };
  for (const yaml of ["", TEAM, "auth: [\n"]) {
    await t.step(yaml.slice(0, 20), async () => {
      const ways: readonly Partial<Selection>[] = [{ integrations: [`https://${HOST}/app`] }, {
        registries: [HOST],
      }];
      for (const selection of ways) {
        const { targets } = await loginTargets(
          selected({ ...selection, awsProfile: "my work" }),
          selectionPorts(yaml),
        );
        deepStrictEqual(targets, [profile]);
      }
      const { target } = await tokenTarget(registry, { awsProfile: "my work" }, selectionPorts(yaml));
      deepStrictEqual(target, profile);
    });
  }
});

/** What else is selected, and why it is refused. */
const REFUSED: readonly (readonly [selection: Partial<Selection>, message: RegExp])[] = [
  [{}, /--aws-profile requires a registry host/],
  [{ integrations: ["dev/ecr"] }, /Cannot use --aws-profile for "dev\/ecr": it is not an ECR registry host/],
  [{ integrations: [HOST], identity: "builder" }, /Cannot combine --identity with --aws-profile/],
  [{ all: true }, /Cannot combine --all with --aws-profile/],
];

Deno.test("a profile is refused with conflicting options, and without a registry", async (t) => {
  for (const [selection, message] of REFUSED) {
    await t.step(message.source, async () => {
      const refused = { code: "USAGE", exitCode: 2, message };
      await rejects(
        loginTargets(selected({ ...selection, awsProfile: "other" }), selectionPorts(TEAM)),
        refused,
      );
    });
  }
  await rejects(
    tokenTarget(
      parseRegistry(UNNAMED_HOST),
      { identity: "builder", awsProfile: "other" },
      selectionPorts(TEAM),
    ),
    { code: "USAGE", exitCode: 2, message: /Cannot combine --identity with --aws-profile/ },
  );
});
