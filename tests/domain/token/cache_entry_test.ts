import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { isFresh, isUsable, MIN_LEFT_MS } from "../../../src/domain/token/cache_entry.ts";
import { after, LIFE_MS, NOW, tokenLeft } from "../../support/helper_fixtures.ts";

const HOUR = 3600;
const KNOWN = { opaque: false };

Deno.test("isFresh() is true for the first half of a life", () => {
  const cases: [number, boolean][] = [
    [12 * HOUR, true],
    [11 * HOUR, true],
    [6 * HOUR + 1, true],
    [6 * HOUR, false],
    [61, false],
    [0, false],
    [-1, false],
    // Issued in the future: the clock was set back.
    [12 * HOUR + 1, false],
    [25 * HOUR, false],
  ];
  deepStrictEqual(cases.map(([left]) => [left, isFresh(tokenLeft(left), NOW, KNOWN)]), cases);
});

Deno.test("isUsable() is true while more than a minute is left", () => {
  const cases: [number, boolean][] = [
    [11 * HOUR, true],
    [61, true],
    [60, false],
    [59, false],
    [0, false],
    [-1, false],
    // A small step of the clock does no harm, a large one could hide that the token has ended.
    [12 * HOUR + 300, true],
    [12 * HOUR + 301, false],
  ];
  deepStrictEqual(cases.map(([left]) => [left, isUsable(tokenLeft(left), NOW)]), cases);
});

Deno.test("isFresh() counts from the issue, for any lifetime", () => {
  const short = { ...tokenLeft(100), issuedAt: NOW };
  strictEqual(isFresh(short, after(49), KNOWN), true);
  strictEqual(isFresh(short, after(50), KNOWN), false);
});

Deno.test("no expired token is fresh or usable, and a fresh one has half of its lifetime left", () => {
  const instant = fc.integer({ min: 0, max: 4e12 });
  fc.assert(fc.property(instant, fc.integer({ min: 1, max: 2 * LIFE_MS }), instant, (issued, life, now) => {
    const token = { ...tokenLeft(0), issuedAt: new Date(issued), expiresAt: new Date(issued + life) };
    const leftMs = issued + life - now;
    if (leftMs <= 0) ok(!isFresh(token, new Date(now), KNOWN) && !isUsable(token, new Date(now)));
    if (isFresh(token, new Date(now), KNOWN)) ok(leftMs > life / 2 - 1 && leftMs <= life);
    if (isUsable(token, new Date(now))) ok(leftMs > MIN_LEFT_MS);
  }));
});

Deno.test("isFresh() is true for at most 15 minutes if the definition is opaque", () => {
  const opaque = { opaque: true };
  strictEqual(isFresh(tokenLeft(12 * HOUR - 899), NOW, opaque), true);
  strictEqual(isFresh(tokenLeft(12 * HOUR - 900), NOW, opaque), false);
  strictEqual(isFresh({ ...tokenLeft(100), issuedAt: NOW }, after(50), opaque), false);
});
