/** What keys do at a question, in a terminal: one program asks all of these. */
import { ok, strictEqual } from "node:assert/strict";
import { fromFileUrl } from "../../support/module_graph.ts";
import { Sandbox } from "../../support/sandbox.ts";
import { hasTerminals, Terminal } from "../../support/terminal.ts";
import { type Asked, EMPTY } from "./questions.ts";

const DOWN = "\u001b[B";
const TAB = "\t";
const ENTER = "\r";
const BACKSPACE = "\u007f";
const CTRL_C = "\u0003";
const ESCAPE = "\u001b";

/** Keys, and what the screen shows once they were read. */
type Typed = readonly [keys: string, shown: string];

/** What is typed at a question → its answer, and what is left of it on the screen. */
const ROWS: readonly (readonly [
  name: string,
  kind: Asked["kind"],
  typed: readonly Typed[],
  answer: unknown,
  left: string,
])[] = [
  ["several: one by the cursor", "several", [], ["dev/ecr"], "dev/ecr"],
  [
    "several: by Tab, in that order",
    "several",
    [[DOWN, "prod/ecr (a host, for prod)"], [TAB, "◼ prod/ecr"], [DOWN, "test/ecr (a host, for test)"], [
      TAB,
      "◼ test/ecr",
    ]],
    ["prod/ecr", "test/ecr"],
    "2 selected: prod/ecr, test/ecr",
  ],
  [
    "several: all",
    "several",
    [["All", "Filter: All"]],
    ["dev/ecr", "prod/ecr", "test/ecr"],
    "3 selected: dev/ecr, prod/ecr, test/ecr",
  ],
  [
    "several: nothing by a filter without a match, which can be changed",
    "several",
    [["zzz", "no matches"], [ENTER, "No matches: change the filter"], [
      `${BACKSPACE.repeat(3)}prod`,
      "Filter: prod",
    ]],
    ["prod/ecr"],
    "prod/ecr",
  ],
  [
    "one: nothing by a filter without a match",
    "one",
    [["zzz", "no matches"], [ENTER, "No matches: change the filter"], [BACKSPACE.repeat(3), "test/ecr"]],
    "dev/ecr",
    "dev/ecr",
  ],
  ["one: by a part of what distinguishes it", "one", [["FOR PROD", "(1 of 3)"]], "prod/ecr", "prod/ecr"],
  ["one: Ctrl-C", "one", [[CTRL_C, ""]], "CANCELLED", ""],
  ["several: Escape", "several", [[ESCAPE, ""]], "CANCELLED", ""],
  ["a text, which is asked for again where it is wrong", "text", [[ENTER, EMPTY], ["me", "me"]], "me", "me"],
];

Deno.test({
  name: "the keys at a question decide its answer",
  ignore: !await hasTerminals(),
  fn: async (t) => {
    await using sandbox = await Sandbox.create();
    const textOf = (index: number): string => `Question ${index}?`;
    const asked = ROWS.map(([, kind], index): Asked => ({ kind, text: textOf(index) }));
    const script = fromFileUrl("adapters/terminal/questions.ts");
    await using terminal = new Terminal(sandbox, {
      command: [
        Deno.execPath(),
        ...["run", "-A", "--no-check", "--quiet", "--cached-only"],
        script,
        JSON.stringify(asked),
      ],
      columns: 120,
      env: { NO_COLOR: "1" },
    });
    for (const [index, [name, , typed, answer, left]] of ROWS.entries()) {
      await t.step(name, async () => {
        await terminal.until(textOf(index));
        for (const [keys, shown] of typed) await typeUntil(terminal, keys, shown);
        const drawn = terminal.screen.length;
        if (answer !== "CANCELLED") await terminal.type(ENTER);
        await terminal.until(`${textOf(index)} ${JSON.stringify(answer)}.`);
        ok(terminal.screen.slice(drawn).includes(left), terminal.screen.slice(drawn));
      });
    }
    strictEqual(await terminal.ended(), 0, terminal.screen);
  },
});

/** Types, and waits until the screen shows more than before of what it is to show. */
async function typeUntil(terminal: Terminal, keys: string, shown: string): Promise<void> {
  const before = terminal.screen.split(shown).length;
  await terminal.type(keys);
  if (shown !== "") await terminal.until(shown, before);
}
