import { deepStrictEqual, strictEqual } from "node:assert/strict";
import * as fc from "fast-check";
import { awsTime, awsTimeText, ownTime, sameSkew, skewOf } from "../../../src/domain/time/own_time.ts";

const AWS = new Date("2026-01-01T12:00:00Z");
const skews = fc.integer({ min: -1e9, max: 1e9 });

Deno.test("a time by this machine's clock compares like a date, and keeps AWS' own", () => {
  fc.assert(fc.property(skews, (skewMs) => {
    const own = ownTime(AWS, skewMs);
    strictEqual(own.getTime(), AWS.getTime() + skewMs);
    deepStrictEqual([awsTime(own).getTime(), skewOf(own)], [AWS.getTime(), skewMs]);
    strictEqual(awsTimeText(own), "2026-01-01T12:00:00.000Z");
    const other = sameSkew(new Date(0), own);
    deepStrictEqual([other.getTime(), awsTime(other).getTime()], [0, 0 - skewMs]);
  }));
});

Deno.test("where both clocks agree there is one time", () => {
  strictEqual(ownTime(AWS, 0), AWS);
  strictEqual(awsTime(AWS), AWS);
  strictEqual(awsTimeText(undefined), null);
});
