import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { stylesFor } from "../../../src/cli/output/styles.ts";
import { formatTable } from "../../../src/cli/output/table.ts";
import { textWidth, wrapText } from "../../../src/cli/output/text_width.ts";

const HEADINGS = ["NAME", "REGISTRY", "AUTO"];
const ROWS = [
  ["dev/ecr", "222233334444.dkr.ecr.us-east-1.amazonaws.com", "yes"],
  ["prod", "public.ecr.aws", "no"],
];

Deno.test("formatTable() aligns columns, and leaves no white space at the ends", () => {
  strictEqual(
    formatTable(HEADINGS, ROWS),
    `NAME     REGISTRY                                      AUTO
dev/ecr  222233334444.dkr.ecr.us-east-1.amazonaws.com  yes
prod     public.ecr.aws                                no
`,
  );
});

Deno.test("formatTable() wraps the widest column where it does not fit", () => {
  strictEqual(
    formatTable(HEADINGS, ROWS, { width: 44 }),
    `NAME     REGISTRY                       AUTO
dev/ecr  222233334444.dkr.ecr.us-east-  yes
         1.amazonaws.com
prod     public.ecr.aws                 no
`,
  );
});

Deno.test("formatTable() counts what a terminal shows: wide characters as two, combined ones as one", () => {
  strictEqual(
    formatTable(["NAME", "X"], [["東京", "1"], ["e\u0301", "2"], ["👩‍👩‍👧", "3"], ["abcd", "4"]]),
    "NAME  X\n東京  1\ne\u0301     2\n👩‍👩‍👧    3\nabcd  4\n",
  );
});

Deno.test("formatTable() colours every line of a cell, and not the space around", () => {
  strictEqual(
    formatTable(["A", "B"], [[{ text: "expired now", meaning: "warning" }, "x"]], {
      width: 12,
      styles: stylesFor(true),
    }),
    "\u001b[1mA\u001b[22m          \u001b[1mB\u001b[22m\n\u001b[35mexpired\u001b[39m    x\n\u001b[35mnow\u001b[39m\n",
  );
});

Deno.test("formatTable() fits, loses nothing, and ends", () => {
  const cell = fc.string({
    unit: fc.constantFrom("a", "b", "/", ".", "-", "東", " ", "\u0301"),
    maxLength: 60,
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell)), fc.integer({ min: 30, max: 120 }), (rows, width) => {
      const text = formatTable(HEADINGS, rows, { width });
      for (const line of text.split("\n")) ok(textWidth(line) <= width, line);
      const letters = (all: string): string => [...all.replaceAll(/\s/g, "")].toSorted().join("");
      strictEqual(letters(text), letters([...HEADINGS, ...rows.flat()].join("")));
    }),
  );
});

Deno.test("wrapText() breaks where a reader would", () => {
  for (
    const [text, columns, lines] of [
      ["", 5, [""]],
      ["one two three", 8, ["one two", "three"]],
      ["one two three", 7, ["one two", "three"]],
      ["arn:aws:iam::111122223333:role/deploy", 26, ["arn:aws:iam::111122223333:", "role/deploy"]],
      ["abcdefghij", 4, ["abcd", "efgh", "ij"]],
      ["東京都", 3, ["東", "京", "都"]],
    ] as const
  ) deepStrictEqual(wrapText(text, columns), lines);
});
