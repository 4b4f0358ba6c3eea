import { strictEqual } from "node:assert/strict";
import { unifiedDiff } from "../../../src/cli/output/unified_diff.ts";

function lines(from: number, to: number): string {
  return Array.from({ length: to - from + 1 }, (_, index) => `${from + index}\n`).join("");
}

for (
  const [name, before, after, expected] of [
    ["no change", "a\n", "a\n", ""],
    ["a new file", undefined, "a\nb\n", "--- /dev/null\n+++ f\n@@ -0,0 +1,2 @@\n+a\n+b\n"],
    ["a file that goes", "a\n", undefined, "--- f\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n"],
    ["a line within", "a\nb\nc\n", "a\nx\nc\n", "--- f\n+++ f\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n"],
    [
      "the last line end",
      "a",
      "a\n",
      "--- f\n+++ f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n",
    ],
    [
      "two places far apart",
      lines(1, 30),
      lines(1, 30).replace("5\n", "five\n").replace("25\n", ""),
      "--- f\n+++ f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n@@ -22,7 +22,6 @@\n 22\n 23\n 24\n-25\n 26\n 27\n 28\n",
    ],
    [
      "two places that share their lines",
      lines(1, 9),
      lines(1, 9).replace("2\n", "").replace("7\n", "7\nx\n"),
      "--- f\n+++ f\n@@ -1,9 +1,9 @@\n 1\n-2\n 3\n 4\n 5\n 6\n 7\n+x\n 8\n 9\n",
    ],
  ] as const
) {
  Deno.test(`unifiedDiff() shows ${name}`, () => {
    strictEqual(unifiedDiff({ path: "f", before, after }), expected);
  });
}

Deno.test("unifiedDiff() terminates for long texts without a common line", () => {
  const diff = unifiedDiff({ path: "f", before: lines(1, 800), after: lines(1001, 1800) });
  strictEqual(diff.split("\n").length, 1604);
});
