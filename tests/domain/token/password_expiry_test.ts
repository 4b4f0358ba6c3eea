import { deepStrictEqual, strictEqual } from "node:assert/strict";
import * as fc from "fast-check";
import { Secret } from "../../../src/domain/secret.ts";
import { isCredibleExpiry, passwordExpiry } from "../../../src/domain/token/password_expiry.ts";

function passwordOf(claims: unknown): Secret {
  return new Secret(btoa(JSON.stringify(claims)));
}

Deno.test("passwordExpiry() reads the end that a password of ECR has in it", () => {
  const claims = { payload: "r9D8", datakey: "AQEB", version: "2", type: "DATA_KEY", expiration: 1757147299 };
  deepStrictEqual(passwordExpiry(passwordOf(claims)), new Date("2025-09-06T08:28:19Z"));
});

Deno.test("passwordExpiry() is undefined for unknown formats", () => {
  for (const expiration of ["1757147299", 0, -1, 1.5, 1e300, Number.MAX_SAFE_INTEGER, null]) {
    strictEqual(passwordExpiry(passwordOf({ expiration })), undefined);
  }
  for (const claims of [null, 1, "x", [], {}]) strictEqual(passwordExpiry(passwordOf(claims)), undefined);
  strictEqual(passwordExpiry(passwordOf({ expiration: 1757147299, payload: "x".repeat(20_000) })), undefined);
  fc.assert(fc.property(fc.string(), (text) => passwordExpiry(new Secret(text)) === undefined));
});

Deno.test("isCredibleExpiry() believes no end that AWS cannot have given yet", () => {
  const now = new Date("2026-01-01T00:00:00Z");
  const inHours = (hours: number): Date => new Date(now.getTime() + hours * 3_600_000);
  deepStrictEqual([-1, 0, 12, 13, 25].map((hours) => isCredibleExpiry(inHours(hours), now)), [
    true,
    true,
    true,
    false,
    false,
  ]);
});
