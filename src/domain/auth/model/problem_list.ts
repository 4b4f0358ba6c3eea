import type { ConfigNode, FunctionNode, MappingEntry } from "../../config/config_node.ts";
import { type Origin, positionOf } from "../../config/origin.ts";
import { newProblem, type Problem, sortProblems } from "../../config/problem.ts";
import { formatPosition } from "../../errors/errors.ts";
import { nearest } from "../../text/nearest.ts";

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

/** What is being decoded, and its problems. */
export interface Subject {
  /** Its name in messages: `identity "dev"`. */
  readonly label: string;
  readonly problems: Problem[];
  /** Message and position of each problem, to record it once. */
  readonly noted: Set<string>;
  /** Unknown keys that are reported as the misspelling of a missing one. */
  readonly blamed: Set<MappingEntry>;
}

/** A problem and its position. */
export interface Finding {
  /** Default `error`. */
  readonly severity?: Problem["severity"];
  readonly message: string;
  readonly hint?: string | undefined;
  readonly at: Origin;
}

/** A subject without problems. */
export function createSubject(label: string): Subject {
  return { label, problems: [], noted: new Set(), blamed: new Set() };
}

/** Records a problem, once. */
export function report(subject: Subject, { severity = "error", message, hint, at }: Finding): void {
  note(subject, newProblem({ severity, code: "CONFIG_INVALID", message, hint, position: positionOf(at) }));
}

/** Records that a required value is a function without a value. */
export function reportFunction(subject: Subject, node: FunctionNode, path: string): void {
  if (node.failure !== undefined) note(subject, node.failure);
  else {report(subject, {
      message: `Cannot use ${subject.label}: "${path}" is not evaluated`,
      at: node.origin,
    });}
}

/** Records a problem found elsewhere, unless it is already known. */
export function note(subject: Subject, problem: Problem): void {
  const place = problem.position === undefined ? "" : formatPosition(problem.position);
  const key = `${place} ${problem.message}`;
  if (subject.noted.has(key)) return;
  subject.noted.add(key);
  subject.problems.push(problem);
}

/** The name of a value's type in messages. */
export function typeName(node: ConfigNode): string {
  switch (node.kind) {
    case "mapping":
      return "a mapping";
    case "sequence":
      return "a list";
    case "function":
      return "a function";
    case "scalar":
      if (node.quoted || typeof node.value === "string") return "a string";
      if (node.value === null) return "empty";
      return typeof node.value === "number" ? "a number" : "true or false";
  }
}
