import { strictEqual } from "node:assert/strict";
import { parseDurationSeconds } from "../../../../src/domain/auth/model/durations.ts";

const TABLE: readonly (readonly [string, number | undefined])[] = [
  ["3600", 3600],
  [" 900s ", 900],
  ["1h30m", 5400],
  ["1.5h", 5400],
  [".5h", 1800],
  ["1h0.5s", 3600],
  ["1500ms", 1],
  ["2000000us", 2],
  ["7d", 604_800],
  ["0", 0],
  ["", undefined],
  ["-1h", undefined],
  ["1h30", undefined],
  ["1d12h", undefined],
  ["1w", undefined],
  ["h", undefined],
  ["1 h", undefined],
  ["9".repeat(41), undefined],
];

for (const [text, seconds] of TABLE) {
  Deno.test(`parseDurationSeconds() reads "${text.slice(0, 12)}" as ${seconds}`, () => {
    strictEqual(parseDurationSeconds(text), seconds);
  });
}
