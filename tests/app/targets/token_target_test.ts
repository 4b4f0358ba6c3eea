import { deepStrictEqual, rejects } from "node:assert/strict";
import { tokenTarget } from "../../../src/app/targets/token_target.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import { HOST } from "../../support/helper_fixtures.ts";
import { selectionPorts, shown, TEAM } from "./selection_bench.ts";

const REGISTRY = parseRegistry(HOST);

Deno.test("tokenTarget() uses the given identity, with or without a name, and needs its configuration", async (t) => {
  for (const identity of ["dev", true] as const) {
    await t.step(`${identity}`, async () => {
      await rejects(tokenTarget(REGISTRY, { identity }, selectionPorts("")), {
        code: "CONFIG_NOT_FOUND",
        hint: /^Use the credentials of an AWS profile with --aws-profile NAME/,
      });
    });
  }
  const { target } = await tokenTarget(REGISTRY, { identity: "PROD-deploy" }, selectionPorts(TEAM));
  deepStrictEqual(shown([target]), [`${HOST} prod-deploy -`]);
});

Deno.test("tokenTarget() of an AWS profile reads no configuration", async () => {
  const { target } = await tokenTarget(REGISTRY, { awsProfile: "work" }, selectionPorts("auth: [\n"));
  deepStrictEqual(target, { registry: REGISTRY, awsProfile: "work" });
  await rejects(tokenTarget(REGISTRY, { awsProfile: "work", identity: "dev" }, selectionPorts(TEAM)), {
    code: "USAGE",
  });
});
