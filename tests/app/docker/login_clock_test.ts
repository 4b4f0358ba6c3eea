/** The state of a login in `config.json` whose password says when it ends by AWS' clock, on a machine whose clock is off. */
import { deepStrictEqual } from "node:assert/strict";
import { dockerStatus } from "../../../src/app/docker/docker_status.ts";
import { ownTime } from "../../../src/domain/time/own_time.ts";
import type { LoginClocks } from "../../../src/ports/state.ts";
import { after, HOST } from "../../support/helper_fixtures.ts";
import { StatusBench } from "./status_bench.ts";

const HOUR = 3600;

/** Hours until AWS' end by this machine's clock, and how far that is known to be ahead → the state, and when it ends by that clock. */
const ROWS: readonly (readonly [endsIn: number, ahead: number | undefined, state: string, end?: Date])[] = [
  [12, undefined, "ready", after(12 * HOUR)],
  [-1, undefined, "expired", after(-HOUR)],
  // AWS gives no token for a day.
  [25, undefined, "unknown"],
  [-1, 13, "ready", after(12 * HOUR)],
  [25, -13, "ready", after(12 * HOUR)],
  [-14, 13, "expired", after(-HOUR)],
];

Deno.test("a login lasts as long as AWS says, where the difference of the clocks is known", async (t) => {
  for (const [endsIn, ahead, state, end] of ROWS) {
    await t.step(`${endsIn} h, ${ahead} h ahead`, async () => {
      const awsEnd = after(endsIn * HOUR);
      const password = btoa(JSON.stringify({ expiration: awsEnd.getTime() / 1000 }));
      const bench = new StatusBench({ docker: { auths: { [HOST]: { auth: btoa(`AWS:${password}`) } } } });
      const loginClocks: LoginClocks = {
        note: () => Promise.resolve(),
        ownEnd: (_password, ends) =>
          Promise.resolve(ahead === undefined ? undefined : ownTime(ends, ahead * HOUR * 1000)),
      };
      const { registries: [found] } = await dockerStatus([HOST], { ...bench.ports, loginClocks });
      deepStrictEqual([found?.state, found?.expiresAt?.getTime()], [state, end?.getTime()]);
    });
  }
});
