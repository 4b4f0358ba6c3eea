import { positionOf } from "../../config/origin.ts";
import { newProblem, type Problem, sortProblems } from "../../config/problem.ts";
import { formatPosition } from "../../errors/source_position.ts";
import { nearest } from "../../text/nearest.ts";
import type { Finding } from "./subject.ts";

/** How many comparisons of names all hints of one run may take: each is quick, thousands of names with thousands are not. */
const MAX_COMPARISONS = 50_000;

/** Gathers problems, each once: the same fault is met again on every chain that passes it. */
export class ProblemList {
  readonly #problems = new Map<string, Problem>();
  #comparisons = 0;

  /** Adds problems that were found elsewhere. */
  add(...problems: readonly Problem[]): void {
    for (const problem of problems) {
      const place = problem.position === undefined ? "" : formatPosition(problem.position);
      const key = `${place} ${problem.message}`;
      if (!this.#problems.has(key)) this.#problems.set(key, problem);
    }
  }

  /** Adds what was found; an error of code `CONFIG_INVALID` unless it says otherwise. */
  report({ severity = "error", message, hint, at, code = "CONFIG_INVALID" }: Finding & {
    readonly code?: Problem["code"];
  }): void {
    this.add(newProblem({ severity, code, message, hint, position: positionOf(at) }));
  }

  /** The nearest of some names, as long as looking for it is quick. */
  nearest(name: string, candidates: ReadonlyMap<string, { readonly name: string }>): string | undefined {
    this.#comparisons += candidates.size;
    if (this.#comparisons > MAX_COMPARISONS) return undefined;
    return nearest(name, candidates.values().map((candidate) => candidate.name));
  }

  /** Everything, sorted by position. */
  sorted(): Problem[] {
    return sortProblems([...this.#problems.values()]);
  }
}
