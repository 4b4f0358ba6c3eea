import { deepStrictEqual } from "node:assert/strict";
import {
  decodeLoginClocks,
  encodeLoginClocks,
  type LoginClock,
} from "../../../src/domain/token/login_clocks.ts";

const clock = (digit: string, skewMs = 46_800_000): LoginClock => ({
  login: digit.repeat(64),
  at: new Date("2026-01-01T00:00:00Z"),
  skewMs,
});

Deno.test("what was written is read, and no more than two hundred", () => {
  const some = [clock("a"), clock("b", -46_800_000)];
  deepStrictEqual(decodeLoginClocks(encodeLoginClocks(some)), some);
  deepStrictEqual(decodeLoginClocks(encodeLoginClocks(new Array(300).fill(clock("c")))).length, 200);
});

Deno.test("invalid entries are skipped, and an invalid file has none", async (t) => {
  const good = encodeLoginClocks([clock("a")]);
  const bad = [
    "",
    "{",
    "null",
    "[]",
    `{"logins": {}}`,
    `{"logins": [null, 1, "x", {}]}`,
    good.replace("aaa", "AAA"),
    good.replace("2026", "26"),
    good.replace("46800000", `"46800000"`),
    good.replace("46800000", "1e99"),
  ];
  for (const text of bad) await t.step(text, () => deepStrictEqual(decodeLoginClocks(text), []));
});
