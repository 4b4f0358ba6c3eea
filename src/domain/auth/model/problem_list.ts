import { positionOf } from "../../config/origin.ts";
import { newProblem, type Problem, sortProblems } from "../../config/problem.ts";
import { formatPosition } from "../../errors/errors.ts";
import { nearest } from "../../text/nearest.ts";
import type { Finding } from "./subject.ts";

/** The maximum number of comparisons for all hints of one run: each is quick, but thousands of names with thousands are not. */
const MAX_COMPARISONS = 50_000;

/** Collects problems without duplicates: the same fault occurs on every chain that contains it. */
export class ProblemList {
  readonly #problems = new Map<string, Problem>();
  #comparisons = 0;

  /** Adds problems found elsewhere. */
  add(...problems: readonly Problem[]): void {
    for (const problem of problems) {
      const place = problem.position === undefined ? "" : formatPosition(problem.position);
      const key = `${place} ${problem.message}`;
      if (!this.#problems.has(key)) this.#problems.set(key, problem);
    }
  }

  /** Adds a problem; by default, an error with the code `CONFIG_INVALID`. */
  report({ severity = "error", message, hint, at, code = "CONFIG_INVALID" }: Finding & {
    readonly code?: Problem["code"];
  }): void {
    this.add(newProblem({ severity, code, message, hint, position: positionOf(at) }));
  }

  /** The nearest of some names, unless searching takes too long. */
  nearest(name: string, candidates: ReadonlyMap<string, { readonly name: string }>): string | undefined {
    this.#comparisons += candidates.size;
    if (this.#comparisons > MAX_COMPARISONS) return undefined;
    return nearest(name, candidates.values().map((candidate) => candidate.name));
  }

  /** All problems, sorted by position. */
  sorted(): Problem[] {
    return sortProblems([...this.#problems.values()]);
  }
}
