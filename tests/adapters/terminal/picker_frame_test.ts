import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  pickerFrame,
  type PickerOption,
  type PickerView,
  textFrame,
} from "../../../src/adapters/terminal/prompt_frames.ts";
import { PromptLook } from "../../../src/adapters/terminal/prompt_look.ts";
import { textWidth, wrapWords } from "../../../src/cli/output/words.ts";

const HOST = "123456789012.dkr.ecr.ap-southeast-1.amazonaws.com";

const OPTIONS: readonly PickerOption[] = [
  { value: "dev", label: "dev/ecr", hint: `${HOST}, for dev` },
  { value: "prod", label: "prod/ecr", hint: "public.ecr.aws, for prod" },
];

function look({ columns = 80, variables = {} }: {
  readonly columns?: number;
  readonly variables?: Readonly<Record<string, string>>;
} = {}): PromptLook {
  const environment = {
    get: (name: string): string | undefined => ({ NO_COLOR: "1", ...variables })[name],
    cwd: "/",
    os: "linux" as const,
  };
  return new PromptLook(environment, wrapWords, () => columns);
}

function view(changes: Partial<PickerView> = {}): PickerView {
  const options = changes.options ?? OPTIONS;
  return {
    state: "active",
    question: "Which integration?",
    error: "",
    several: true,
    filter: "",
    total: options.length,
    options,
    cursor: 0,
    chosen: [],
    rows: 24,
    ...changes,
  };
}

function many(count: number): PickerOption[] {
  return Array.from({ length: count }, (_, index) => ({ value: `${index}`, label: `team${index}` }));
}

/** What is chosen → what is said of it afterwards. */
const ANSWERS: readonly (readonly [chosen: readonly PickerOption[], text: string])[] = [
  [OPTIONS.slice(0, 1), "dev/ecr"],
  [OPTIONS, "2 selected: dev/ecr, prod/ecr"],
  [many(5), "5 selected: team0, team1, team2, team3, team4"],
  [many(6), "6 selected: team0, team1, team2, team3, team4 and 1 more"],
  [many(30), "30 selected: team0, team1, team2, team3, team4 and 25 more"],
];

Deno.test("a picker that was answered says what was chosen, one thing or several", async (t) => {
  for (const [chosen, text] of ANSWERS) {
    await t.step(text, () => {
      const frame = pickerFrame(view({ state: "submit", options: chosen, chosen }), look());
      strictEqual(frame, `│\n◇  Which integration?\n│  ${text}`);
    });
  }
});

Deno.test("an open picker shows the options, what was typed, what is wrong and the keys", () => {
  strictEqual(
    pickerFrame(view({ chosen: OPTIONS.slice(1) }), look()),
    `│
◆  Which integration? (Tab selects several)
│  ◻ dev/ecr (${HOST}, for dev)
│  ◼ prod/ecr
└  ↑/↓: move · Tab: select · Enter: confirm`,
  );
  strictEqual(
    pickerFrame(view({ several: false, cursor: 1, chosen: OPTIONS.slice(1) }), look({ columns: 36 })),
    `│
◆  Which integration?
│  ○ dev/ecr
│  ● prod/ecr (public.ecr.aws, for
│    prod)
└  ↑/↓: move · Enter: confirm`,
  );
  const none = { options: [], total: 12, filter: "zz", state: "error", error: "No matches" } as const;
  strictEqual(
    pickerFrame(view(none), look()),
    `│
▲  Which integration? (Tab selects several)
│  Filter: zz█ (no matches)
│  No matches
└  ↑/↓: move · Tab: select · Enter: confirm · type to filter`,
  );
  strictEqual(
    pickerFrame(view({ filter: "prod", options: OPTIONS.slice(1), total: 2 }), look()).split("\n").at(-2),
    "│  Filter: prod█ (1 of 2)",
  );
});

Deno.test("a picker scrolls: as many as fit around the cursor, and how many there are besides", async (t) => {
  for (
    const [cursor, rows, first, last] of [
      [0, 24, "│  ◻ team0", "│  ↓ 20 more"],
      [15, 24, "│  ↑ 10 more", "│  ↓ 10 more"],
      [29, 24, "│  ↑ 20 more", "│  ◻ team29"],
      [3, 10, "│  ↑ 2 more", "│  ↓ 26 more"],
      [3, 2, "│  ↑ 3 more", "│  ↓ 26 more"],
    ] as const
  ) {
    await t.step(`${cursor} in ${rows} rows`, () => {
      const lines = pickerFrame(view({ options: many(30), cursor, rows }), look()).split("\n").slice(2, -1);
      deepStrictEqual([lines[0], lines.at(-1)], [first, last]);
      ok(lines.some((line) => line.includes(`team${cursor}`)));
    });
  }
});

Deno.test("where a terminal shows ASCII alone, so does a picker", () => {
  const frame = pickerFrame(view({ chosen: OPTIONS.slice(0, 1) }), look({ variables: { TERM: "linux" } }));
  // deno-lint-ignore no-control-regex -- that is what ASCII is.
  ok(/^[\x00-\x7f]*$/.test(frame), frame);
  ok(frame.includes("[x] dev/ecr") && frame.includes("[ ] prod/ecr"), frame);
});

Deno.test("a question for a text shows what was typed, and once answered only that", () => {
  const asked = {
    question: "Which region? For example eu-west-1",
    error: "No region",
    typed: "eu",
    caret: 1,
  };
  strictEqual(
    textFrame({ ...asked, state: "error" }, look({ columns: 30 })),
    "│\n▲  Which region? For example\n│  eu-west-1\n│  e█u\n│  No region\n└",
  );
  strictEqual(
    textFrame({ ...asked, state: "submit" }, look()),
    "│\n◇  Which region? For example eu-west-1\n│  eu",
  );
  strictEqual(textFrame({ ...asked, state: "cancel" }, look()), "│\n■  Which region? For example eu-west-1");
});

Deno.test("no word is broken, and no line is too wide, at any width", () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,20}$/), { minLength: 1, maxLength: 12 });
  fc.assert(fc.property(words, words, fc.integer({ min: 40, max: 140 }), (question, hint, columns) => {
    const options = [{ value: "a", label: "dev/ecr", hint: `${hint.join(" ")} x ${HOST}`.slice(-200) }];
    const wide = look({ columns: Math.max(columns, HOST.length + 8) });
    const frame = pickerFrame(view({ question: question.join(" "), options }), wide);
    ok(frame.includes(HOST), frame);
    for (const line of frame.split("\n")) ok(textWidth(line) <= Math.max(columns, HOST.length + 8), line);
    for (const word of question) ok(frame.includes(word), word);
  }));
});
