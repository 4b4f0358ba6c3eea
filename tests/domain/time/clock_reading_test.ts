import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  type ClockReading,
  decodeClockReading,
  encodeClockReading,
  endByClock,
  ownTime,
  setBackBetween,
} from "../../../src/domain/time/own_time.ts";

const HOUR = 3_600_000;
const BOOT_AT = Date.parse("2026-01-01T00:00:00Z");
const reading = (shiftMs: number, boot?: string): ClockReading => ({
  bootAtMs: BOOT_AT + shiftMs,
  ...(boot === undefined ? {} : { boot }),
});

/** Two readings → how far the clock was set back. */
const PAIRS: Readonly<
  Record<
    string,
    readonly [then: ClockReading | undefined, now: ClockReading | undefined, back: number | undefined]
  >
> = {
  "nothing happened": [reading(0, "a"), reading(0, "a"), 0],
  "the clock was slewed": [reading(0, "a"), reading(-4_000, "a"), 0],
  "set back": [reading(8 * HOUR, "a"), reading(0, "a"), 8 * HOUR],
  "set forward": [reading(0, "a"), reading(HOUR, "a"), 0],
  "another boot": [reading(0, "a"), reading(0, "b"), undefined],
  "no name of the boot": [reading(0), reading(1_000), 0],
  "no name, and set back": [reading(HOUR), reading(0), undefined],
  "no name, and set forward": [reading(0), reading(HOUR), undefined],
  "a name on one side": [reading(0), reading(0, "a"), undefined],
  "nothing was kept": [undefined, reading(0, "a"), undefined],
  "nothing is told": [reading(0, "a"), undefined, undefined],
};

Deno.test("setBackBetween() returns how far a clock was set back, if known", async (t) => {
  for (const [name, [then, now, back]] of Object.entries(PAIRS)) {
    await t.step(name, () => strictEqual(setBackBetween(then, now), back));
  }
});

Deno.test("endByClock() is never later than AWS' expiry, however a clock was wrong and is set", () => {
  const awsEnd = new Date(BOOT_AT + 24 * HOUR);
  const hours = fc.integer({ min: -20 * HOUR, max: 20 * HOUR });
  fc.assert(
    fc.property(hours, hours, fc.boolean(), (aheadMs, laterMs, isSameBoot) => {
      const end = ownTime(awsEnd, aheadMs);
      const back = setBackBetween(reading(aheadMs, "a"), reading(laterMs, isSameBoot ? "a" : "b"));
      const byClock = endByClock(end, back).getTime();
      // By the clock of now, AWS' end is its own time and what that clock is ahead.
      if (isSameBoot) {
        ok(
          byClock <= awsEnd.getTime() + Math.max(laterMs, aheadMs) &&
            byClock - laterMs <= awsEnd.getTime() + 5_000,
        );
      } else strictEqual(byClock, awsEnd.getTime() + Math.min(aheadMs, 0));
    }),
  );
});

Deno.test("a reading comes back from JSON, and nothing else is one", () => {
  for (const one of [reading(0), reading(1, "5d1e")]) {
    deepStrictEqual(decodeClockReading(JSON.parse(JSON.stringify(encodeClockReading(one)))), one);
  }
  for (
    const other of [undefined, null, 1, {}, { boot: "a" }, { boot_at_ms: "1" }, { boot_at_ms: 1.5 }, {
      boot: 1,
      boot_at_ms: 1,
    }]
  ) {
    strictEqual(decodeClockReading(other), undefined);
  }
});
