import assert from "node:assert/strict";
import { applyEdits } from "../../../../src/domain/docker/json/text_edit.ts";

Deno.test("applyEdits() applies edits in any order", () => {
  const edits = [
    { start: 4, end: 5, text: "E" },
    { start: 0, end: 0, text: ">" },
    { start: 1, end: 3, text: "" },
  ];
  assert.equal(applyEdits("abcdef", edits), ">adEf");
});

Deno.test("applyEdits() accepts adjacent edits, in the given order", () => {
  const edits = [{ start: 1, end: 2, text: "B" }, { start: 2, end: 2, text: "+" }];
  assert.equal(applyEdits("abc", edits), "aB+c");
});

Deno.test("applyEdits() rejects edits that overlap", () => {
  const edits = [{ start: 0, end: 2, text: "" }, { start: 1, end: 3, text: "" }];
  assert.throws(() => applyEdits("abc", edits), RangeError);
});
