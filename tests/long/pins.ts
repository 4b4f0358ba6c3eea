/**
 * What takes too long for the suite: every row of the table of pins. `.ci/run` runs it: deno test -A --no-check tests/long/pins.ts
 *
 * @module
 */
import { allPinRows, CAN_WALK, PinTable } from "../program/pin_table.ts";

Deno.test({
  name: "for any HOME, DOCKER_CONFIG and XDG, the pinned identity is used, or none",
  ignore: !CAN_WALK,
  fn: async (t) => {
    await using table = await PinTable.create();
    for (const row of allPinRows()) await t.step(Object.values(row).join(", "), () => table.check(row));
  },
});
