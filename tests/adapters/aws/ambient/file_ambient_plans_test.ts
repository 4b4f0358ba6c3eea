import { deepStrictEqual } from "node:assert/strict";
import { defineFromFiles } from "../../../../src/adapters/aws/ambient/file_ambient_plans.ts";
import { environmentOf } from "../../../support/helper_fixtures.ts";

Deno.test({
  name: "the role of an instance is the same principal until its machine is booted again",
  ignore: Deno.build.os !== "linux",
  async fn(): Promise<void> {
    const boot = (await Deno.readTextFile("/proc/sys/kernel/random/boot_id")).trim();
    const { steps } = await defineFromFiles(environmentOf({ HOME: "/nonexistent" }));
    deepStrictEqual(steps.map(({ kind, boot }) => [kind, boot]), [["instance", boot]]);
  },
});
