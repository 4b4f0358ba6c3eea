import { strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { goNumber, isGoDate, isGoFlag } from "../../../../src/domain/auth/atmos_compat/go_values.ts";
import type { ScalarNode } from "../../../../src/domain/config/config_node.ts";

function scalar(raw: string, quoted = false): ScalarNode {
  return { kind: "scalar", value: raw, raw, quoted, origin: { kind: "default" } };
}

const NUMBERS: readonly (readonly [string, string | undefined])[] = [
  ["0", "0"],
  ["0123", "83"],
  ["012345670123", "1402433619"],
  ["012345678901", "12345678901"],
  ["111111111111", "111111111111"],
  ["0x10", "16"],
  ["0b101", "5"],
  ["0o17", "15"],
  ["1_000", "1000"],
  ["1e3", "1000"],
  ["4.50", "4.5"],
  [".5", "0.5"],
  ["-0x10", "-16"],
  ["+7", "7"],
  ["99999999999999999999", "99999999999999999999"],
  ["", undefined],
  ["1.2.3", undefined],
  ["0x", undefined],
  ["1h", undefined],
  ["-", undefined],
  ["eu-west-1", undefined],
];

for (const [text, expected] of NUMBERS) {
  Deno.test(`goNumber() reads ${JSON.stringify(text)}`, () => strictEqual(goNumber(text), expected));
}

Deno.test("goNumber() preserves whole numbers in the usual notation, and never throws", () => {
  fc.assert(
    fc.property(fc.bigInt(), (number) => strictEqual(goNumber(number.toString()), number.toString())),
  );
  fc.assert(fc.property(fc.string({ maxLength: 40 }), (text) => {
    const number = goNumber(text);
    // What was read once is read again as the same.
    if (number !== undefined && !number.includes("e")) strictEqual(goNumber(number), number);
  }));
});

Deno.test("isGoFlag() and isGoDate() are about unquoted and quoted texts as Go is", () => {
  for (const raw of ["true", "FALSE", "t", "0", "1", "", "12"]) strictEqual(isGoFlag(scalar(raw)), true, raw);
  for (const raw of ["yes", "on", "tRUE", "maybe"]) strictEqual(isGoFlag(scalar(raw)), false, raw);
  strictEqual(isGoFlag(scalar("12", true)), false);
  for (const raw of ["2024-01-01", "2024-1-2", "2024-01-01T10:00:00Z", "2024-01-01 10:00:00"]) {
    strictEqual(isGoDate(scalar(raw)), true, raw);
    strictEqual(isGoDate(scalar(raw, true)), false, raw);
  }
  for (const raw of ["2024-01", "24-01-01", "2024-01-01x", "a2024-01-01"]) {
    strictEqual(isGoDate(scalar(raw)), false, raw);
  }
});
