import type { Problem } from "./problem.ts";

/** The maximum number of problems shown: more do not help. */
const MAX_SHOWN = 200;

/** The problems that are shown. */
export interface ShownProblems {
  /** In the given order. */
  readonly shown: readonly Problem[];
  /** How many are omitted. */
  readonly more: number;
}

/** The first of some problems; if there are too many, errors before warnings. */
export function shownProblems(problems: readonly Problem[]): ShownProblems {
  if (problems.length <= MAX_SHOWN) return { shown: problems, more: 0 };
  const errors = problems.filter(({ severity }) => severity === "error");
  const warnings = problems.filter(({ severity }) => severity === "warning");
  const chosen = new Set([...errors, ...warnings].slice(0, MAX_SHOWN));
  return { shown: problems.filter((problem) => chosen.has(problem)), more: problems.length - chosen.size };
}

/** The line below the shown problems; nothing if all are shown. */
export function moreProblems({ more }: ShownProblems): string {
  return more === 0 ? "" : `and ${more} more problem${more === 1 ? "" : "s"}\n`;
}
