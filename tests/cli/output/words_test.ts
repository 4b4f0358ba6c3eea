import { deepStrictEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { stylesFor } from "../../../src/cli/output/styles.ts";
import { textWidth, wrapToTerminal } from "../../../src/cli/output/words.ts";

const HOST = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";

/** What is written, and what a terminal of 60 columns shows. */
const CASES: readonly { readonly text: string; readonly lines: readonly string[] }[] = [
  { text: "Nothing to change", lines: ["Nothing to change"] },
  {
    text: `✓ Logged in to ${HOST} as dev-admin, for dev/ecr (expires in 12h)`,
    lines: [`✓ Logged in to ${HOST}`, "  as dev-admin, for dev/ecr (expires in 12h)"],
  },
  {
    text: `Error: Cannot log in to ${HOST}, since nobody said as whom`,
    lines: ["Error: Cannot log in to", `       ${HOST}, since`, "       nobody said as whom"],
  },
  {
    text: "  Read the file and whatever it includes, then run: `atmos-ecr trust atmos.yaml`",
    lines: ["  Read the file and whatever it includes, then run:", "  `atmos-ecr trust atmos.yaml`"],
  },
  {
    text: "Hint:  Read the file that is there, or write a first one (`atmos-ecr init` asks), then go on",
    lines: [
      "Hint:  Read the file that is there, or write a first one",
      "       (`atmos-ecr init` asks), then go on",
    ],
  },
  {
    text: `Warning: ${"x".repeat(80)} is too wide`,
    lines: [`Warning: ${"x".repeat(80)}`, "         is too wide"],
  },
];

Deno.test("wrapToTerminal() continues lines below their first word", () => {
  for (const { text, lines } of CASES) deepStrictEqual(wrapToTerminal(text, 60).split("\n"), lines);
});

Deno.test("wrapToTerminal() counts no escape sequence", () => {
  const [first = "", second = ""] = wrapToTerminal(
    `${stylesFor(true)("success", "✓")} ${"word ".repeat(20)}`,
    60,
  )
    .split("\n");
  deepStrictEqual([textWidth(first), second], [56, `  ${"word ".repeat(9).trimEnd()}`]);
});

Deno.test("wrapToTerminal() does not wrap text for other programs and narrow terminals", () => {
  const text = "word ".repeat(40);
  deepStrictEqual([wrapToTerminal(text, undefined), wrapToTerminal(text, 20)], [text, text]);
});

Deno.test("wrapToTerminal() loses no word, and exceeds the width by at most one word", () => {
  fc.assert(fc.property(
    fc.array(fc.stringMatching(/^[a-z✓:]{1,50}$/), { minLength: 1 }),
    fc.integer({ min: 40, max: 120 }),
    (words, columns) => {
      const fitted = wrapToTerminal(words.join(" "), columns);
      deepStrictEqual(fitted.split(/\s+/), words);
      for (const line of fitted.split("\n")) {
        ok(textWidth(line) <= columns || /^ *\S+( \S+)?$/.test(line), line);
      }
    },
  ));
});
