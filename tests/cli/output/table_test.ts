import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { stylesFor } from "../../../src/cli/output/styles.ts";
import { formatRows, formatTable } from "../../../src/cli/output/table.ts";
import { textWidth, wrapWords } from "../../../src/cli/output/words.ts";

const HEADINGS = ["NAME", "REGISTRY", "AUTO"];
const ROWS = [
  ["dev/ecr", "222233334444.dkr.ecr.us-east-1.amazonaws.com", "yes"],
  ["prod", "public.ecr.aws", "no"],
];

Deno.test("formatTable() aligns columns, without trailing white space", () => {
  strictEqual(
    formatTable(HEADINGS, ROWS),
    `NAME     REGISTRY                                      AUTO
dev/ecr  222233334444.dkr.ecr.us-east-1.amazonaws.com  yes
prod     public.ecr.aws                                no
`,
  );
});

Deno.test("formatTable() folds the last columns where they do not fit, and never breaks a host", () => {
  const host = "222233334444.dkr.ecr.us-east-1.amazonaws.com";
  for (
    const [width, text] of [
      [58, `NAME     REGISTRY\ndev/ecr  ${host}\n  auto: yes\nprod     public.ecr.aws\n  auto: no\n`],
      [53, `NAME     REGISTRY\ndev/ecr  ${host}\n  auto: yes\nprod     public.ecr.aws\n  auto: no\n`],
      [
        52,
        `NAME\ndev/ecr\n  registry:\n    ${host}\n  auto: yes\nprod\n  registry: public.ecr.aws  auto: no\n`,
      ],
      [
        30,
        `NAME\ndev/ecr\n  registry:\n    ${host}\n  auto: yes\nprod\n  registry: public.ecr.aws\n  auto: no\n`,
      ],
    ] as const
  ) strictEqual(formatTable(HEADINGS, ROWS, { width }), text, String(width));
});

Deno.test("formatTable() uses short forms before it folds", () => {
  const rows = [["public.ecr.aws", { text: "in 9h (2026-03-01 21:00 UTC)", short: "in 9h" }, "-"]];
  strictEqual(
    formatTable(["REGISTRY", "EXPIRES", "AUTO"], rows, { width: 40 }),
    "REGISTRY        EXPIRES  AUTO\npublic.ecr.aws  in 9h    -\n",
  );
  strictEqual(
    formatTable(["REGISTRY", "EXPIRES", "AUTO"], rows, { width: 20 }),
    "REGISTRY\npublic.ecr.aws\n  expires: in 9h\n",
  );
});

Deno.test("formatRows() wraps the last column between words", () => {
  strictEqual(
    formatRows([["Registry", "public.ecr.aws"], ["Cache", "no token for public.ecr.aws"]], { width: 30 }),
    "Registry  public.ecr.aws\nCache     no token for\n          public.ecr.aws\n",
  );
});

Deno.test("formatRows() shows the last column below the others where it does not fit beside them", () => {
  const rows = [["warn", "atmos-variables", "ATMOS_* variables are set: ATMOS_PROFILE=ci"], [
    "",
    "",
    "Hint: unset them",
  ]];
  strictEqual(
    formatRows(rows, { width: 37 }),
    "warn  atmos-variables\n  ATMOS_* variables are set:\n  ATMOS_PROFILE=ci\n  Hint: unset them\n",
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
    formatTable(["A", "B"], [["first", { text: "x", meaning: "warning" }]], {
      width: 5,
      styles: stylesFor(true),
    }),
    "\u001b[1mA\u001b[22m\nfirst\n  \u001b[35mb: x\u001b[39m\n",
  );
});

Deno.test("formatTable() breaks no command", () => {
  const command = "atmos-ecr login public --chdir /home/user/project";
  strictEqual(
    formatTable(["A", "RUN"], [["first", { text: command, whole: true }]], { width: 30 }),
    `A\nfirst\n  run: ${command}\n`,
  );
});

Deno.test("formatTable() loses nothing, breaks no word, and fits if the words do", () => {
  const cell = fc.string({
    unit: fc.constantFrom("a", "b", "/", ".", "-", "東", " ", "\u0301"),
    maxLength: 60,
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell)), fc.integer({ min: 30, max: 160 }), (rows, width) => {
      const lines = formatTable(HEADINGS, rows, { width }).split("\n");
      const words = new Set(lines.flatMap((line) => line.split(" ")));
      for (const text of rows.flat()) {
        if (text === "-") continue;
        for (const word of text.split(" ")) ok(word === "" || words.has(word), word);
      }
      for (const line of lines) {
        const [only = "", more] = line.trim().split(" ");
        ok(textWidth(line) <= width || more === undefined || textWidth(only) > width - 8, line);
      }
    }),
  );
});

Deno.test("wrapWords() breaks between words only", () => {
  for (
    const [text, columns, lines] of [
      ["", 5, [""]],
      ["one two three", 8, ["one two", "three"]],
      ["one two three", 7, ["one two", "three"]],
      ["in arn:aws:iam::111122223333:role/deploy", 9, ["in", "arn:aws:iam::111122223333:role/deploy"]],
      ["abcdefghij", 4, ["abcdefghij"]],
      ["東京都 東京", 6, ["東京都", "東京"]],
      ["Run `docker pull x`, or wait", 16, ["Run", "`docker pull x`,", "or wait"]],
      ["Run (`docker pull x`) now", 16, ["Run", "(`docker pull x`)", "now"]],
      ["a ` b", 3, ["a `", "b"]],
    ] as const
  ) deepStrictEqual(wrapWords(text, columns), lines);
});
