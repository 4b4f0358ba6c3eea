import type { Problem } from "./problem.ts";

/** How many problems are shown: more are no help to anybody. */
const MAX_SHOWN = 200;

/** Problems as far as they are shown. */
export interface ShownProblems {
  /** In the order in which they were given. */
  readonly shown: readonly Problem[];
  /** How many are left out. */
  readonly more: number;
}

/** The first of some problems; when there are too many, errors go before warnings. */
export function shownProblems(problems: readonly Problem[]): ShownProblems {
  if (problems.length <= MAX_SHOWN) return { shown: problems, more: 0 };
  const errors = problems.filter(({ severity }) => severity === "error");
  const warnings = problems.filter(({ severity }) => severity === "warning");
  const chosen = new Set([...errors, ...warnings].slice(0, MAX_SHOWN));
  return { shown: problems.filter((problem) => chosen.has(problem)), more: problems.length - chosen.size };
}

/** What is said below the problems that are shown; nothing when they are all. */
export function moreProblems({ more }: ShownProblems): string {
  return more === 0 ? "" : `and ${more} more problem${more === 1 ? "" : "s"}\n`;
}
