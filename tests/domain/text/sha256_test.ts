import { strictEqual } from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { sha256Hex } from "../../../src/domain/text/sha256.ts";

Deno.test("sha256Hex() is SHA-256, for texts of any length", () => {
  const same = (text: string): void =>
    strictEqual(sha256Hex(text), createHash("sha256").update(text).digest("hex"), JSON.stringify(text));
  for (let length = 0; length < 200; length++) same("a".repeat(length));
  fc.assert(fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), same));
});
