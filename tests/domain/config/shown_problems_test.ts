import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { newProblem, type Problem } from "../../../src/domain/config/problem.ts";
import { moreProblems, shownProblems } from "../../../src/domain/config/shown_problems.ts";

function problem(line: number, severity: Problem["severity"]): Problem {
  return newProblem({
    severity,
    code: "CONFIG_INVALID",
    message: "x",
    position: { file: "f", line, column: 1 },
  });
}

Deno.test("shownProblems() shows everything up to 200", () => {
  const problems = Array.from({ length: 200 }, (_, line) => problem(line, "warning"));
  const listed = shownProblems(problems);
  deepStrictEqual(listed, { shown: problems, more: 0 });
  strictEqual(moreProblems(listed), "");
});

Deno.test("shownProblems() omits warnings first if there are too many, and keeps the order", () => {
  const problems = Array.from(
    { length: 300 },
    (_, line) => problem(line, line % 3 === 0 ? "error" : "warning"),
  );
  const listed = shownProblems([...problems, problem(300, "error")]);
  strictEqual(listed.shown.length, 200);
  strictEqual(listed.more, 101);
  strictEqual(listed.shown.filter(({ severity }) => severity === "error").length, 101);
  const shownLines = listed.shown.map(({ position }) => position?.line ?? 0);
  deepStrictEqual(shownLines, shownLines.toSorted((a, b) => a - b));
  strictEqual(moreProblems(listed), "and 101 more problems\n");
  strictEqual(moreProblems({ ...listed, more: 1 }), "and 1 more problem\n");
});
