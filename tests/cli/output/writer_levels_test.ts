import { deepStrictEqual } from "node:assert/strict";
import { Writer } from "../../../src/cli/output/writer.ts";
import { newProblem } from "../../../src/domain/config/problem.ts";
import type { Console, Progress } from "../../../src/ports/terminal.ts";

const PROBLEM = newProblem({
  severity: "warning",
  code: "CONFIG_INVALID",
  message: "an unknown key",
  hint: "x",
});
const NO_PROGRESS: Progress = {
  show: () => {
    throw new Error("nothing is shown here");
  },
};

/** The kinds of lines that are written about a configuration, by the level of the file, that of the variable, and the flags. */
function written(level?: string, variable?: string, flags: { verbose?: true; quiet?: true } = {}): string[] {
  let text = "";
  const console: Console = {
    out: () => {},
    err: (part) => text += part,
    colourOut: false,
    colourErr: false,
    columnsOut: undefined,
    columnsErr: undefined,
  };
  const environment = {
    get: (name: string) => name === "ATMOS_LOGS_LEVEL" ? variable : undefined,
  };
  new Writer({ console, environment, progress: NO_PROGRESS }, { output: "text", color: true, ...flags })
    .configuration({
      files: [{ path: "atmos.yaml", read: true, role: { kind: "source" }, reason: "here" }],
      problems: [PROBLEM],
      notes: ["Using the environment"],
      ...(level === undefined ? {} : {
        config: { logsLevel: { value: level, origin: { kind: "default" } } },
      }),
    });
  return text.split("\n").flatMap((line) => /^Read|an unknown key|Using/.exec(line)?.[0] ?? []);
}

Deno.test("the level of Atmos' logs decides about details and warnings, the variable before the file", async (t) => {
  const [details, warnings] = [["Read"], ["an unknown key", "Using"]];
  const rows: readonly (readonly [Parameters<typeof written>, readonly string[]])[] = [
    [[], warnings],
    [["Debug"], [...details, ...warnings]],
    [["Trace"], [...details, ...warnings]],
    [["Info"], warnings],
    [["Error"], []],
    [["Off"], []],
    [["Debug", "Error"], []],
    [["Off", "debug"], [...details, ...warnings]],
    [["Debug", ""], [...details, ...warnings]],
    [["Error", undefined, { verbose: true }], details],
    [["Debug", undefined, { quiet: true }], []],
  ];
  for (const [args, expected] of rows) {
    await t.step(JSON.stringify(args), () => deepStrictEqual(written(...args), expected));
  }
});
