import { strictEqual } from "node:assert/strict";
import { endsSoon, formatExpiry, formatRemaining } from "../../../src/cli/output/durations.ts";

const NOW = new Date("2026-11-22T08:03:30Z");

/** Seconds from now → how it is said. */
const CASES: readonly (readonly [seconds: number, expiry: string, remaining: string])[] = [
  [12 * 3600, "in 12h (2026-11-22 20:03 UTC)", "12h"],
  [12 * 3600 - 60, "in 11h59m (2026-11-22 20:02 UTC)", "11h59m"],
  [240, "in 4m (2026-11-22 08:07 UTC)", "4m"],
  [30, "in 30s (2026-11-22 08:04 UTC)", "30s"],
  [0, "expired (2026-11-22 08:03 UTC)", "now"],
  [-86400, "expired (2026-11-21 08:03 UTC)", "now"],
];

for (const [seconds, expiry, remaining] of CASES) {
  Deno.test(`formatExpiry() of ${seconds} seconds`, () => {
    const until = new Date(NOW.getTime() + seconds * 1000);
    strictEqual(formatExpiry(until, NOW), expiry);
    strictEqual(formatRemaining(until, NOW), remaining);
    strictEqual(endsSoon(until, NOW), seconds < 300);
  });
}

Deno.test("formatExpiry() of a login that was revoked shows no time", () => {
  strictEqual(formatExpiry(new Date(0), NOW), "expired");
});
