import { strictEqual } from "node:assert/strict";
import { cacheState } from "../../../src/app/docker/explain_registry.ts";
import { after, LIFE_MS, NOW, tokenLeft } from "../../support/helper_fixtures.ts";

const KNOWN = { opaque: false };
const HALF = LIFE_MS / 2000;

for (
  const [left, expected] of [
    [HALF * 2, "fresh"],
    [HALF + 1, "fresh"],
    [HALF, "stale"],
    [1, "stale"],
    [0, "expired"],
    [-3600, "expired"],
  ] as const
) {
  Deno.test(`cacheState() of a token with ${left} s left is ${expected}`, () => {
    strictEqual(cacheState(tokenLeft(left), NOW, KNOWN), expected);
  });
}

Deno.test("cacheState() of no token is absent, and of one from the future stale", () => {
  strictEqual(cacheState(undefined, NOW, KNOWN), "absent");
  strictEqual(cacheState(tokenLeft(HALF * 2, "x", after(3600)), NOW, KNOWN), "stale");
});
