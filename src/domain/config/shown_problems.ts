import type { Problem } from "./problem.ts";

/** The maximum number of problems shown: more do not help. */
const MAX_SHOWN = 200;

/** The first of some problems, in the given order, and how many more there are; if there are too many, errors before warnings. */
export function shownProblems(
  problems: readonly Problem[],
): { readonly shown: readonly Problem[]; readonly more: number } {
  if (problems.length <= MAX_SHOWN) return { shown: problems, more: 0 };
  const { error = [], warning = [] } = Object.groupBy(problems, ({ severity }) => severity);
  const chosen = new Set([...error, ...warning].slice(0, MAX_SHOWN));
  return { shown: problems.filter((problem) => chosen.has(problem)), more: problems.length - chosen.size };
}

/** The line below the shown problems; nothing if all are shown. */
export function moreProblems({ more }: { readonly more: number }): string {
  return more === 0 ? "" : `and ${more} more problem${more === 1 ? "" : "s"}\n`;
}
