import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { checksumsText, parseChecksums, sha256 } from "../../../scripts/build/checksums.ts";

const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

Deno.test("sums are written as sha256sum reads them, and read back", () => {
  strictEqual(sha256(new Uint8Array()), EMPTY);
  const sums = new Map([["b", EMPTY], ["a", "0".repeat(64)]]);
  const text = checksumsText(sums);
  strictEqual(text, `${"0".repeat(64)}  a\n${EMPTY}  b\n`);
  deepStrictEqual(parseChecksums(text), new Map([...sums].toReversed()));
  deepStrictEqual(parseChecksums(`${EMPTY} *a\n`), new Map([["a", EMPTY]]));
});

Deno.test("anything else among the sums is an error", () => {
  for (const line of ["x", `${EMPTY.slice(1)}  a`, `${EMPTY}  a b`, `${EMPTY}`]) {
    throws(() => parseChecksums(`${EMPTY}  a\n${line}\n`), /line 2 of SHA256SUMS/);
  }
});
