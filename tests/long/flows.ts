/**
 * Flows of commands that a real Atmos ran, each in one home: `.ci/run` runs it: deno test -A --no-check tests/long/flows.ts
 *
 * @module
 */
import { ok } from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import golden from "../../fixtures/atmos/flow_steps.json" with { type: "json" };
import { DIFFERENCES, HELD } from "../atmos/flow_rows.ts";
import { type Flow, FlowWorld } from "../atmos/flow_world.ts";
import { hasTerminals } from "../support/terminal.ts";

const terminals = await hasTerminals();

for (const flow of golden.flows as unknown as readonly Flow[]) {
  if (HELD[flow.name] !== undefined) continue;
  Deno.test({
    name: `as Atmos: ${flow.name}`,
    ignore: !terminals && flow.steps.some(({ keys }) => keys !== undefined),
    fn: async (t) => {
      await using world = await FlowWorld.create(flow);
      for (const [index, step] of flow.steps.entries()) {
        const { code, stderr, tokens } = await world.run(step);
        await t.step(`${index}: ${step.run.join(" ")}`, () => {
          const same = isDeepStrictEqual(tokens, step.tokens ?? []) &&
            (step.atmos === undefined ? code === step.ours : (code === 0) === (step.atmos === 0));
          const said = `exit ${code}, tokens of ${tokens.join(", ") || "none"}: ${stderr}`;
          // A difference that is gone is no difference: the table says what is.
          ok(same === (DIFFERENCES[flow.name]?.[index] === undefined), said);
        });
      }
    },
  });
}
